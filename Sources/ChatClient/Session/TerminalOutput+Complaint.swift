import ChatCore
import ChatTerminal
import Glibc

extension TerminalOutput {
  /// Tells on standard error why the program can't go on.
  static func complain(_ sentence: String) {
    _ = TerminalOutput(descriptor: STDERR_FILENO).write("chatctl: \(TerminalSanitizer.line(sentence))\n")
  }
}
