/// What is waited for, and how it is asked.
public struct Prompt: Hashable, Sendable {
  /// What is typed here.
  public enum Kind: Hashable, Sendable {
    /// An answer to a question: shown as it is typed, not remembered.
    case answer
    /// A password: neither shown nor remembered.
    case password
    /// A command: remembered in the history, completed with Tab.
    case command
  }

  /// What stands before the line, its blank included.
  public let text: String
  /// What is typed here.
  public let kind: Kind

  /// A prompt of these parts.
  public init(text: String, kind: Kind) {
    self.text = text
    self.kind = kind
  }
}
