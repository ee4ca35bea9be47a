import ChatCore
import ChatSystem
import Glibc

/// Writes text to a descriptor: whole, at once, in order.
struct TerminalOutput {
  let descriptor: Int32

  /// Tells on standard error why the program can't go on.
  static func complain(_ sentence: String) {
    _ = TerminalOutput(descriptor: STDERR_FILENO).write("chatctl: \(TerminalSanitizer.line(sentence))\n")
  }

  /// Writes all of `text`; false when the other side is gone or the medium is full.
  ///
  /// Waits where the descriptor was made non-blocking by somebody who shares it.
  func write(_ text: String) -> Bool {
    SystemCall.writeAll(Array(text.utf8), to: descriptor)
  }
}
