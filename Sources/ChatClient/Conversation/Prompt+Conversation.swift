import ChatTerminal

extension Prompt {
  /// The prompt of the log-in's questions.
  static let answer = Prompt(text: ">> ", kind: .answer)
  /// The same for a password.
  static let password = Prompt(text: ">> ", kind: .password)

  /// The same while plain lines are broadcasts.
  static func chat(of name: String) -> Prompt {
    Prompt(text: name + " (chat)> ", kind: .command)
  }

  /// The prompt of the person called `name`.
  static func command(of name: String) -> Prompt {
    Prompt(text: name + "> ", kind: .command)
  }
}
