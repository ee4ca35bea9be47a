import ChatCore
import ChatSystem
import Glibc

/// The question before something is destroyed.
enum Confirmation {
  /// Returns when the person has said yes, by `--yes` or at the terminal.
  ///
  /// - Throws: `Failure` otherwise.
  static func ask(_ question: String, isGiven: Bool) throws(Failure) {
    guard !isGiven else { return }
    guard isatty(STDIN_FILENO) == 1 else {
      throw Failure(message: "\(question) Add --yes to say so.", code: EX_USAGE)
    }
    guard StandardOutput.write("\(TerminalSanitizer.line(question)) (yes/no) "), readLine() == "yes" else {
      throw Failure(message: "Nothing was changed.", code: EXIT_FAILURE)
    }
  }
}
