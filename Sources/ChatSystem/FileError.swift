import Glibc

/// A system call on a file that failed.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An operation that may fail.
  public enum Operation: String, Sendable {
    /// Opening, making or looking at it.
    case open
    /// Reading it.
    case read
    /// Writing it, its name or its directory, to the disk.
    case write
    /// Locking it.
    case lock
    /// Running it as a program.
    case run
  }

  /// The operation that was tried.
  public let operation: Operation
  /// On which file.
  public let path: String
  /// The errno.
  public let code: Int32

  /// An error of these parts; the errno as it stands unless given.
  public init(_ operation: Operation, _ path: String, code: Int32 = errno) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// True when there was no room on the disk.
  public var isDiskFull: Bool {
    code == ENOSPC || code == EDQUOT
  }

  /// `can't write /srv/chat/para.txt: No space left on device`.
  public var description: String {
    "can't \(operation.rawValue) \(path): \(String(systemError: code))"
  }
}
