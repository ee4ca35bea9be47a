@testable import ChatTerminal

extension Prompt {
  static let answer = Prompt(text: ">> ", kind: .answer)
  static let password = Prompt(text: ">> ", kind: .password)

  static func command(of name: String) -> Prompt {
    Prompt(text: name + "> ", kind: .command)
  }
}
