/// How a message is shown.
public enum MessageKind: Int, CaseIterable, Sendable {
  /// From one person to one other.
  case `private` = 1
  /// To everybody.
  case broadcast = 2
  /// Tells its receiver that a file waits; the body is the file's name.
  case fileTransfer = 3

  /// The word between the parentheses: `facebook(private): …`.
  public var word: String {
    switch self {
    case .private: "private"
    case .broadcast: "broadcast"
    case .fileTransfer: "file_transfer"
    }
  }
}

/// One message of the log.
public struct ChatMessage: Hashable, Sendable {
  /// Its place in the log.
  public let id: EntryID
  /// When the server took it.
  public let time: WallTime
  /// How it is shown.
  public let kind: MessageKind
  /// Who wrote it; the system writes too.
  public let sender: AccountID
  /// Whom it is for.
  public let destination: Destination
  /// 1 to 8,192 bytes.
  public let body: String
  /// The request that it came with; nil for the system's own and for imported ones.
  public let request: ClientRequestID?

  /// The longest body, in bytes of UTF-8.
  public static let maximumBodyBytes = 8_192

  /// A message of these parts.
  public init(
    id: EntryID, time: WallTime, kind: MessageKind, sender: AccountID, to destination: Destination, body: String,
    request: ClientRequestID?
  ) {
    self.id = id
    self.time = time
    self.kind = kind
    self.sender = sender
    self.destination = destination
    self.body = body
    self.request = request
  }

  /// The only account that may see it; nil for everybody.
  public var recipient: AccountID? { destination.person }
}
