import ChatCore
import ChatSystem
import Glibc

/// The standard output or the standard error of a command, or the standard output of `chatctl serve`: whole lines, safe for
/// a terminal. From any queue.
public struct Console: Sendable {
  private let descriptor: Int32
  private let backlog: ConsoleBacklog?

  /// The standard error of a command: a line is out when `say` returns.
  public static let errors = Console(descriptor: STDERR_FILENO)

  /// The standard output of a command: a line is out when `say` returns, or `StandardOutput` knows why not.
  public static let output = Console(descriptor: STDOUT_FILENO)

  /// A console on an open descriptor: a line is out when `say` returns.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    backlog = nil
  }

  private init(queuedOn descriptor: Int32) {
    self.descriptor = descriptor
    backlog = ConsoleBacklog(descriptor: descriptor)
  }

  /// A console on an open descriptor that makes nobody wait: when nobody reads a pipe, or a terminal is stopped, lines
  /// wait, and beyond a bound they are left out and counted.
  public static func queued(descriptor: Int32 = STDOUT_FILENO) -> Console {
    Console(queuedOn: descriptor)
  }

  /// Prints `text` on one line; what could steer a terminal or forge another line is made visible.
  public func say(_ text: String) {
    let safe = TerminalSanitizer.line(text) + "\n"
    if let backlog {
      backlog.add(safe)
    } else if descriptor == STDOUT_FILENO {
      StandardOutput.write(safe)
    } else {
      _ = SystemCall.writeAll(Array(safe.utf8), to: descriptor)
    }
  }

  /// Waits until all is out that was said, for at most `seconds`.
  public func flush(within seconds: Double) {
    backlog?.flush(within: seconds)
  }

  /// Prints what happened at `time`, on one line.
  func say(_ text: String, at time: WallTime) {
    say("[\(LocalTime(time).clock)] \(text)")
  }
}
