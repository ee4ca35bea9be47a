/// A question or a command that is waited for, and how it is asked.
public struct Prompt: Hashable, Sendable {
  /// The kind of text that is typed at a prompt.
  public enum Kind: Hashable, Sendable {
    /// An answer to a question: shown as it is typed, not remembered.
    case answer
    /// A password: neither shown nor remembered.
    case password
    /// A command: remembered in the history, completed with Tab.
    case command
  }

  /// The text before the line, its blank included.
  public let text: String
  /// The kind of text that is typed here.
  public let kind: Kind
  /// The text that stands in the line already, as if it had been typed.
  public let draft: String

  /// A prompt of these parts.
  public init(text: String, kind: Kind, draft: String = "") {
    self.text = text
    self.kind = kind
    self.draft = draft
  }
}
