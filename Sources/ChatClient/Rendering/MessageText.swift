import ChatCore

/// How what others said is shown. Everything here has passed the sanitizer.
enum MessageText {
  /// What stands before every line of a message but the first, so that no body can forge a line of the system.
  static let continuation = "  | "
  /// What stands before the name of an account that is gone.
  static let formerAccount = "[former account] "

  /// `System(broadcast): text`, one element a line.
  static func announcement(_ text: String) -> [String] {
    lines(header: "System(broadcast): ", body: text)
  }

  /// `System(broadcast): "Columbia" has just logged in.`
  static func logIn(of name: String) -> String {
    "System(broadcast): \"\(TerminalSanitizer.line(name))\" has just logged in."
  }

  /// `System(broadcast): "Columbia" has just logged out.`
  static func logOut(of name: String) -> String {
    "System(broadcast): \"\(TerminalSanitizer.line(name))\" has just logged out."
  }

  /// Sentences of the server for this person; a reason, an unknown refusal.
  static func sentences(_ texts: [String]) -> [String] {
    texts.flatMap { lines(header: "", body: $0) }
  }

  /// `body` behind `header`, one element a line.
  static func lines(header: String, body: String) -> [String] {
    let parts = TerminalSanitizer.lines(body)
    return [header + (parts.first ?? "")] + parts.dropFirst().map { continuation + $0 }
  }
}
