/// What is waited for, and how it is asked.
struct Prompt: Hashable, Sendable {
  /// What is typed here.
  enum Kind: Hashable, Sendable {
    /// An answer before the log-in: shown as it is typed, not remembered.
    case answer
    /// A password: neither shown nor remembered.
    case password
    /// A command: remembered in the history, completed with Tab.
    case command
  }

  /// `>> `, or the person's name and `> `.
  let text: String
  /// What is typed here.
  let kind: Kind

  /// The prompt of the log-in's questions.
  static let answer = Prompt(text: ">> ", kind: .answer)
  /// The same for a password.
  static let password = Prompt(text: ">> ", kind: .password)

  /// The prompt of the person called `name`.
  static func command(of name: String) -> Prompt {
    Prompt(text: name + "> ", kind: .command)
  }
}
