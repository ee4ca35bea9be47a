import ChatCore

/// How what others said is shown. Everything here has passed the sanitizer.
enum MessageText {
  /// What stands before every line of a message but the first, so that no body can forge a line of the system.
  static let continuation = "  | "

  /// `facebook(private): text`, one element a line.
  static func lines(of message: DeliveredMessage) -> [String] {
    let name = TerminalSanitizer.line(message.sender.name)
    let former = if case .former = message.sender { "[former account] " } else { "" }
    return lines(header: "\(former)\(name)(\(message.kind.word)): ", body: message.body)
  }

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

  private static func lines(header: String, body: String) -> [String] {
    let parts = TerminalSanitizer.lines(body)
    return [header + (parts.first ?? "")] + parts.dropFirst().map { continuation + $0 }
  }
}
