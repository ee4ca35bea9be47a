import Glibc

/// The time of day of one child, which a test sets while the child runs; its steady clock goes on as it is.
///
/// Not libfaketime: that moves the deadlines of steady timers too (timerfd_settime(2)), and hides the arguments from the
/// Swift runtime.
public final class FakeClock {
  /// What the child has to be started with.
  public let environment: [String: String]

  private let directory: TemporaryDirectory
  private let file: Int32

  /// A clock that goes right so far.
  public init() throws {
    directory = try TemporaryDirectory()
    let path = directory.path(of: "offset")
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw ChildProcess.Mismatch(description: "no clock: errno \(errno)") }
    environment = ["LD_PRELOAD": Executable.besides("libCFakeClock.so"), "CHATCTL_TEST_CLOCK": path]
    try set(offset: 0)
  }

  deinit {
    close(file)
  }

  /// Sets the child's time of day to the real one and so many seconds.
  public func set(offset seconds: Int) throws {
    var nanoseconds = Int64(seconds) * 1_000_000_000
    guard pwrite(file, &nanoseconds, MemoryLayout<Int64>.size, 0) == MemoryLayout<Int64>.size else {
      throw ChildProcess.Mismatch(description: "the time could not be set: errno \(errno)")
    }
  }
}
