import ChatTerminal

extension Prompt {
  /// The prompt of the log-in's questions.
  static let answer = Prompt(text: ">> ", kind: .answer)
  /// The same for a password.
  static let password = Prompt(text: ">> ", kind: .password)

  /// The prompt of the person called `name`.
  ///
  /// - Parameter draft: what stands there already.
  static func command(of name: String, draft: String = "") -> Prompt {
    Prompt(text: name + "> ", kind: .command, draft: draft)
  }
}
