import ArgumentParser
import Glibc

/// The question before something is destroyed.
enum Confirmation {
  /// Returns when the person has said yes, by `--yes` or at the terminal; ends the command otherwise.
  static func require(_ question: String, isGiven: Bool) throws {
    guard !isGiven else { return }
    guard isatty(STDIN_FILENO) == 1 else {
      throw Failure(message: "\(question) Add --yes to say so.", code: EX_USAGE).reported
    }
    print("\(question) (yes/no) ", terminator: "")
    fflush(nil)
    guard readLine() == "yes" else {
      throw Failure(message: "Nothing was changed.", code: EXIT_FAILURE).reported
    }
  }
}
