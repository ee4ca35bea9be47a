import Glibc

/// System calls wrapped once: interrupted ones are tried again, and errno is caught before anything can change it.
public enum SystemCall {
  /// The result of a call: what it gave, or its errno.
  @frozen
  public enum Outcome<Value> {
    /// Its result, which is not negative.
    case value(Value)
    /// Its errno.
    case failure(Int32)
  }

  /// Runs `call` until no signal interrupts it (EINTR). A negative result is a failure.
  @inlinable
  public static func run<Value: SignedInteger>(_ call: () -> Value) -> Outcome<Value> {
    while true {
      let value = call()
      if value >= 0 { return .value(value) }
      let code = errno
      if code != EINTR { return .failure(code) }
    }
  }

  /// Writes all of `bytes` to an open descriptor, waiting for room if need be.
  ///
  /// - Returns: nil when it could; else the errno, EPIPE when the other side is gone.
  public static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      switch run({ rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } }) {
      case .value(let count):
        rest = rest.dropFirst(count)
      case .failure(EAGAIN):
        // Somebody else with the same terminal may have made it non-blocking.
        var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&room, 1, -1)
      case .failure(let code):
        return code
      }
    }
    return nil
  }
}

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

extension String {
  /// The system's words for an errno (strerror_r(3)): unlike strerror, safe on every thread. From any queue.
  public init(systemError code: Int32) {
    self = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else { return "error \(code)" }
      return String(cString: base)
    }
  }
}

/// The standard output of a command that prints and ends: the one way there, which remembers that something was lost.
///
/// A command need not look at each line that it prints; whoever ends the process asks `failure` once. From any queue.
public enum StandardOutput {
  private static let firstFailure = Locked<Int32?>(nil)

  /// Writes all of `text`, waiting for room if need be; also to another descriptor, whose failures are not remembered.
  ///
  /// - Returns: whether it could; not when nobody reads any more either.
  @discardableResult
  public static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
    guard let code = SystemCall.writeAll(Array(text.utf8), to: descriptor) else { return true }
    if descriptor == STDOUT_FILENO { firstFailure.withLock { $0 = $0 ?? code } }
    return false
  }

  /// Why some of the output is lost; nil when none is, and when whoever read it had enough, as `head` does.
  public static var failure: FileError? {
    firstFailure.withLock { $0 }.flatMap { $0 == EPIPE ? nil : FileError(.write, "to standard output", code: $0) }
  }
}

/// The value of `body`; what it throws is thrown as `wrap` puts it into the caller's own error:
/// `try rethrow(store.load(), as: ServerError.store)`.
@inlinable
public func rethrow<Value: ~Copyable, Inner: Error, Outer: Error>(
  _ body: @autoclosure () throws(Inner) -> Value, as wrap: (Inner) -> Outer
) throws(Outer) -> Value {
  do throws(Inner) {
    return try body()
  } catch {
    throw wrap(error)
  }
}
