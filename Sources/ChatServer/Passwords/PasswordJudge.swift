import ChatCore
import ChatSystem

/// Asks the program that says whether a password is right. Takes as long as that one does: call it on threads that may wait.
enum PasswordJudge {
  /// The variables that a program needs to find others, and to write what can be read.
  private static let environment = [
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
  ]

  /// Has `command` look at `name` and `password`, neither of which has more than one line.
  ///
  /// - Parameter running: those with which it is ended.
  static func ask(
    _ command: PasswordCommand, name: String, password: String, among running: RunningCommands = RunningCommands()
  ) -> PasswordOutcome {
    let run = CommandRun(
      command.path, command.arguments, input: Array("\(name)\n\(password)\n".utf8), environment: environment,
      within: command.seconds, among: running)
    let reason: String
    switch run.end {
    case .exited(code: 0): return .right
    case .exited(code: 1): return .wrong
    case .exited(let code): reason = "ended with exit code \(code)"
    case .killed(let signal): reason = "was ended by signal \(signal)"
    case .tooSlow: reason = "took longer than \(DurationText.text(command.seconds))"
    case .failed(let code): reason = "could not be run: \(String(systemError: code))"
    }
    let said = TerminalSanitizer.line(String(redacted(run.complaint, password).prefix(longestComplaint)))
    return .unknown("\(command.path) \(reason)" + (said.isEmpty ? "" : ": \(said)"))
  }

  /// As much of a complaint has room in a line of the log, in characters.
  private static let longestComplaint = 200

  /// `complaint` without `password`, which a careless program shows: it has read it. Nothing where a part of it is left.
  private static func redacted(_ complaint: String, _ password: String) -> String {
    // Of a very short one the gaps alone tell what it is.
    guard password.count >= 4 else { return "" }
    var text = complaint.replacing(password, with: "…")
    // It may have been cut off at the end.
    let rest = (1..<password.count).reversed().first { text.hasSuffix(password.prefix($0)) } ?? 0
    text.removeLast(rest)
    // In another spelling, as Python's repr has it, the password is not found as a whole.
    return shareStretch(text, password) ? "" : text
  }

  /// True when three characters stand one after the other in both, in whatever case.
  private static func shareStretch(_ left: String, _ right: String) -> Bool {
    !stretches(of: left).isDisjoint(with: stretches(of: right))
  }

  private static func stretches(of text: String) -> Set<[Unicode.Scalar]> {
    let letters = Array(text.lowercased().unicodeScalars)
    return Set(letters.indices.dropLast(2).map { Array(letters[$0..<$0 + 3]) })
  }

  /// Looks whether `settings` name a program that this process may run, or none.
  static func require(_ settings: Settings) throws(FileError) {
    if let command = settings.passwordCommand { try CommandRun.require(command.path) }
  }
}
