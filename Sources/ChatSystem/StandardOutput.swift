import Glibc

/// The standard output of a command that prints and ends: the one way there, which remembers that something was lost.
///
/// A command need not look at each line that it prints; whoever ends the process asks `failure` once. From any queue.
public enum StandardOutput {
  private static let firstFailure = Locked<Int32?>(nil)

  /// Writes all of `text`, waiting for room if need be.
  ///
  /// - Returns: whether it could; not when nobody reads any more either.
  @discardableResult
  public static func write(_ text: String) -> Bool {
    guard let code = SystemCall.writeAll(Array(text.utf8), to: STDOUT_FILENO) else { return true }
    firstFailure.withLock { $0 = $0 ?? code }
    return false
  }

  /// Why some of the output is lost; nil when none is, and when whoever read it had enough, as `head` does.
  public static var failure: FileError? {
    firstFailure.withLock { $0 }.flatMap { $0 == EPIPE ? nil : FileError(.write, "to standard output", code: $0) }
  }
}
