import ChatSystem
import Glibc

/// The right to be the one server of a data directory: an flock(2) on its `lock` file, which names the holder.
///
/// It goes with the value, and with the process however that ends.
public final class DirectoryLock: Sendable {
  /// Why a lock was not given.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Somebody has it.
    case held(Holder, path: String)
    /// The file could not be used.
    case file(FileError)
    /// Somebody else has a say in what is read and written there, as this sentence without its end says.
    case foreign(String)
    /// Whoever asks has other rights than the directory's owner, or than who wrote something there; a whole sentence or two.
    case misowned(String)

    /// One sentence for a person.
    public var description: String {
      switch self {
      case .held(let holder, let path):
        "the data directory \(path) is in use by \(holder). Stop that server first, or choose another directory "
          + "with --data."
      case .file(let error) where error.code == ELOOP:
        "\(error.path) is a symbolic link, whose target would be overwritten. Remove the link, and try again."
      case .file(let error):
        "\(error)"
      case .foreign(let what):
        "\(what). Look at it with \"chatctl doctor\", or choose another directory with --data."
      case .misowned(let what):
        what
      }
    }
  }

  /// The holder of the lock, as far as the file says.
  public struct Holder: Hashable, Sendable, CustomStringConvertible {
    /// The process.
    public let pid: Int32?
    /// The port that it serves; nil before it does.
    public let port: UInt16?

    /// `the server with process id 123 on port 1234`.
    public var description: String {
      guard let pid else { return "another process" }
      return port.map { "the server with process id \(pid) on port \($0)" } ?? "the process with id \(pid)"
    }

    /// A holder of these parts.
    public init(pid: Int32?, port: UInt16?) {
      self.pid = pid
      self.port = port
    }

    init(_ text: String) {
      let fields = text.split(whereSeparator: \.isWhitespace)
      pid = fields.first.flatMap { Int32($0) }
      port = fields.dropFirst().first.flatMap { UInt16($0) }
    }
  }

  private let file: FileDescriptor
  /// A sentence about what a person should know of the directory and do; nil when there is nothing.
  public let notice: String?

  /// Takes the lock of `directory`, which is made, for its owner alone, if it is not there. Call it before anything in the
  /// directory is touched: it sees to it that nobody else decides what is opened there.
  public init(_ directory: DataDirectory) throws(Failure) {
    try rethrow(FileTree.create(directory.path), as: Failure.file)
    notice = try DirectorySafety(directory).notice
    do throws(FileError) {
      file = try FileDescriptor(directory.lock, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK)
      guard try file.isRegular else { throw FileError(.lock, directory.lock, code: EINVAL) }
    } catch {
      throw .file(error)
    }
    // `holder(of:)` takes the lock for microseconds, so one refusal proves nothing.
    var attempts = 20
    while flock(file.raw, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw .file(FileError(.lock, directory.lock)) }
      attempts -= 1
      guard attempts > 0 else { throw .held(Self.readHolder(file), path: directory.path) }
      usleep(5_000)
    }
    try note(port: nil)
  }

  /// Writes down which port is served.
  public func note(port: UInt16?) throws(Failure) {
    let text = Array("\(getpid())\(port.map { " \($0)" } ?? "")\n".utf8)
    guard pwrite(file.raw, text, text.count, 0) == text.count, ftruncate(file.raw, off_t(text.count)) == 0 else {
      throw .file(FileError(.write, file.path))
    }
  }

  /// The state of a lock.
  public enum State: Hashable, Sendable {
    /// There is none: nobody has ever had it.
    case absent
    /// Nobody has it; who had it last, as far as the file says.
    case free(last: Holder)
    /// Somebody has it.
    case held(Holder)
  }

  /// Looks at the lock of `directory` without keeping it.
  public static func state(of directory: DataDirectory) throws(FileError) -> State {
    let file: FileDescriptor
    do throws(FileError) {
      file = try FileDescriptor(directory.lock, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR { return .absent }
      throw error
    }
    let isFree = flock(file.raw, LOCK_SH | LOCK_NB) == 0
    return isFree ? .free(last: readHolder(file)) : .held(readHolder(file))
  }

  /// The server of `directory` now; nil when there is none.
  public static func holder(of directory: DataDirectory) -> Holder? {
    guard case .held(let holder) = try? state(of: directory) else { return nil }
    return holder
  }

  private static func readHolder(_ file: borrowing FileDescriptor) -> Holder {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = max(0, pread(file.raw, &bytes, bytes.count, 0))
    return Holder(String(decoding: bytes.prefix(count), as: UTF8.self))
  }
}
