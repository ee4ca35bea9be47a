import Foundation

/// A directory of one test's own, removed with everything in it when the value goes.
public final class TemporaryDirectory: Sendable {
  /// Where it is.
  public let path: String

  /// The place of them all: where TMPDIR says, else in memory if there is enough of it. Nearly all that is stored is
  /// synced, which a disk takes its time for and no test needs, since none cuts the power.
  private static let parent: String = {
    let memory = "/dev/shm"
    var status = statvfs()
    guard getenv("TMPDIR") == nil, access(memory, W_OK | X_OK) == 0, statvfs(memory, &status) == 0,
      status.f_flag & UInt(MS_NOEXEC) == 0, UInt64(status.f_bavail) * UInt64(status.f_frsize) >= 2 << 30
    else { return NSTemporaryDirectory() }
    return memory
  }()

  /// Makes an empty directory that only we may enter.
  public init() throws {
    var template = Array("\(Self.parent)/chatctl-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    path = template.withUnsafeBufferPointer { buffer in
      String(decoding: buffer.lazy.map(UInt8.init(bitPattern:)).prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of `name` in the directory.
  public func path(of name: String) -> String {
    path + "/" + name
  }

  /// Writes a file of that name.
  public func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a file of that name.
  public func write(_ bytes: [UInt8], to name: String) throws {
    let path = path(of: name)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Puts a file of that text into the place of the one of that name, as editors do: whoever reads it meanwhile sees the
  /// one or the other, and never a part.
  public func replace(_ name: String, with text: String) throws {
    try write(text, to: name + ".new")
    guard rename(path(of: name + ".new"), path(of: name)) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }

  /// Makes a file of `size` bytes of zero, which takes no room on the disk.
  public func writeZeros(_ size: Int, to name: String) throws {
    let descriptor = open(path(of: name), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    guard descriptor >= 0, ftruncate(descriptor, off_t(size)) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }

  /// How many bytes the file of that name has.
  public func size(of name: String) throws -> Int {
    var status = stat()
    guard stat(path(of: name), &status) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return Int(status.st_size)
  }

  /// The bytes of the file of that name.
  public func bytes(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(of: name))))
  }

  /// The text of the file of that name.
  public func text(of name: String) throws -> String {
    String(decoding: try bytes(of: name), as: UTF8.self)
  }

  /// The names in the directory, sorted.
  public func names(in folder: String = ".") throws -> [String] {
    try Self.names(at: path(of: folder))
  }

  /// The names in any directory, sorted.
  public static func names(at path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
