import ChatCore
import ChatTerminal
import ChatWire

/// A thing that the conversation wants done, in the order given.
enum ConversationAction: Equatable, Sendable {
  /// Show these lines, safe for a terminal already.
  case show([String])
  /// Show this line about what has become of messages, where a person looks; nil takes it away.
  case receipts(String?)
  /// Ring the bell.
  case ring
  /// Show this prompt. A line is not read before `takeLine`.
  case prompt(Prompt)
  /// Read the next line at the prompt that is shown.
  case takeLine
  /// Keep this line in sight above the prompt; nil takes it away.
  case status(String?)
  /// Call the server again; answered by `connected` or `connectionLost`.
  case connect
  /// Send this frame.
  case send(ClientFrame)
  /// Do this part of a transfer.
  case transfer(TransferAction)
  /// Show these lines, safe for a terminal, beside what was asked for: in a pipe they are no data.
  case notice([String])
  /// End the program with this code.
  case exit(ExitCode)
}

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
