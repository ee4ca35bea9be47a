import ChatCore
import ChatSystem
import Dispatch
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
    } else {
      StandardOutput.write(safe, to: descriptor)
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

/// Lines on their way to a descriptor that may not take them for a while: a pipe that nobody reads, a stopped terminal.
///
/// They are written on a queue of its own, which is the only one that waits.
final class ConsoleBacklog: Sendable {
  /// So many bytes may wait; lines on top of that are left out and counted.
  static let maximumBytes = 1 << 20

  private let queue = DispatchQueue(label: "chatctl.console", qos: .utility)
  private let descriptor: Int32
  private let state = Locked(State())

  private struct State {
    var text = ""
    var leftOut = 0
    var isWriting = false
  }

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Adds `text`, whole lines. From any queue; never waits.
  func add(_ text: String) {
    let isFirst = state.withLock { state in
      guard state.text.utf8.count + text.utf8.count <= Self.maximumBytes else {
        state.leftOut += 1
        return false
      }
      // Lines that come later must not stand before the notice about those left out.
      if state.leftOut > 0 {
        state.text += Self.notice(state.leftOut)
        state.leftOut = 0
      }
      state.text += text
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if isFirst {
      queue.async { [self] in drain() }
    }
  }

  /// Waits until all is out, for at most `seconds`. Not on a queue that lines come from and that somebody waits for.
  func flush(within seconds: Double) {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    _ = done.wait(timeout: .now() + seconds)
  }

  private func drain() {
    while let text = take() {
      // When the other side is gone, so is what it would have read.
      _ = SystemCall.writeAll(Array(text.utf8), to: descriptor)
    }
  }

  private func take() -> String? {
    state.withLock { state in
      var text = state.text
      if state.leftOut > 0 {
        text += Self.notice(state.leftOut)
        state.leftOut = 0
      }
      state.text = ""
      state.isWriting = !text.isEmpty
      return text.isEmpty ? nil : text
    }
  }

  private static func notice(_ count: Int) -> String {
    "[\(count) lines were left out here, because nobody read them; `chatctl log tail` shows them]\n"
  }
}
