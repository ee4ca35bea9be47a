import ChatCore
import ChatSystem

/// Asks the program that says whether a password is right. Takes as long as that one does: call it on threads that may wait.
enum PasswordJudge {
  /// What it says.
  enum Verdict: Hashable, Sendable {
    /// The password is right.
    case right
    /// It is wrong.
    case wrong
    /// It can't tell, for this reason; the password is no part of it.
    case unknown(String)
  }

  /// What a program needs to find others, and to write what can be read.
  private static let environment = [
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
  ]

  /// Has `command` look at `name` and `password`, neither of which has more than one line.
  static func ask(_ command: PasswordCommand, name: String, password: String) -> Verdict {
    let run = CommandRun(
      command.path, command.arguments, input: Array("\(name)\n\(password)\n".utf8), environment: environment,
      within: command.seconds)
    let reason: String
    switch run.end {
    case .exited(code: 0): return .right
    case .exited(code: 1): return .wrong
    case .exited(let code): reason = "ended with exit code \(code)"
    case .killed(let signal): reason = "was ended by signal \(signal)"
    case .tooSlow: reason = "took longer than \(DurationText.text(command.seconds))"
    case .failed(let code): reason = "could not be run: \(String(systemError: code))"
    }
    // A careless program shows what it has read.
    let said = TerminalSanitizer.line(run.complaint.replacing(password, with: "…"))
    return .unknown("\(command.path) \(reason)" + (said.isEmpty ? "" : ": \(said)"))
  }

  /// Looks whether `settings` name a program that this process may run, or none.
  ///
  /// - Throws: `FileError`.
  static func require(_ settings: Settings) throws(FileError) {
    if let command = settings.passwordCommand { try CommandRun.require(command.path) }
  }
}
