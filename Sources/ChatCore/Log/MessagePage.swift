/// A stretch of the stored log as one account reads it, before blocks are considered.
public struct MessagePage: Sendable {
  /// Broadcasts and what is private to the account, in the order of their ids.
  public let messages: [ChatMessage]
  /// Every message up to this id that may concern the account is in this page or before it.
  public let reached: EntryID

  /// A page of these parts.
  public init(messages: [ChatMessage], reached: EntryID) {
    self.messages = messages
    self.reached = reached
  }
}
