/// A message on its way to a reader: who wrote it is a name here, for the reader's side knows no account numbers.
public struct DeliveredMessage: Hashable, Sendable {
  /// Its place in the log; what the reader acknowledges.
  public let id: EntryID
  /// When the server took it.
  public let time: WallTime
  /// How it is shown.
  public let kind: MessageKind
  /// Whom it is shown as coming from.
  public let sender: SenderLabel
  /// The text, or the file's name.
  public let body: String
  /// The request that it came with. A reader drops a message whose request it has shown already.
  public let request: ClientRequestID?

  /// A delivered message of these parts.
  public init(
    id: EntryID, time: WallTime, kind: MessageKind, sender: SenderLabel, body: String, request: ClientRequestID?
  ) {
    self.id = id
    self.time = time
    self.kind = kind
    self.sender = sender
    self.body = body
    self.request = request
  }
}
