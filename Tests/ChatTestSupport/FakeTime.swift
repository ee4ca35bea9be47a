import Glibc

/// libfaketime(1) for one child: its time of day can be set while it runs; the steady clock goes on as it is.
public final class FakeTime {
  /// What the child has to be started with.
  public let environment: [String: String]

  private let directory: TemporaryDirectory

  /// The library; nil when it is not installed.
  public static let library: String? = {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob("/usr/lib/*/faketime/libfaketimeMT.so.1", 0, nil, &found) == 0, let first = found.gl_pathv[0] else {
      return nil
    }
    return String(cString: first)
  }()

  /// A clock that goes right so far.
  public init() throws {
    directory = try TemporaryDirectory()
    environment = [
      "LD_PRELOAD": Self.library ?? "", "FAKETIME_TIMESTAMP_FILE": directory.path(of: "time"),
      "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1",
    ]
    try set(offset: 0)
  }

  /// Sets the child's time of day to the real one and so many seconds.
  public func set(offset seconds: Int) throws {
    // Renamed into place: the child must never read half a number.
    try directory.write(seconds < 0 ? "\(seconds)s\n" : "+\(seconds)s\n", to: "new")
    guard rename(directory.path(of: "new"), directory.path(of: "time")) == 0 else {
      throw ChildProcess.Mismatch(description: "the time could not be set: errno \(errno)")
    }
  }
}
