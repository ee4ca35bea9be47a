/// A message of the past, as the answer to a `LogQuery` holds it: one's own are among them.
public struct PastMessage: Hashable, Sendable {
  /// The message.
  public let message: DeliveredMessage
  /// The name of whom it went to; nil for a broadcast, and for what the system wrote.
  public let recipient: String?

  /// A message of these parts.
  public init(_ message: DeliveredMessage, to recipient: String?) {
    self.message = message
    self.recipient = recipient
  }
}
