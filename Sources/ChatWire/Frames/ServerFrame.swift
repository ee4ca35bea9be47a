import ChatCore

/// One frame from the server to a client.
public enum ServerFrame: Equatable, Sendable {
  /// The first frame of a connection; the answer to the client's hello.
  case hello(ServerHello)
  /// The answer to the request of that number.
  case reply(number: UInt64, Reply)
  /// Something that nobody asked for.
  case event(Event)
  /// The answer to `ClientFrame.ping`.
  case pong
  /// The next bytes of a download: 1 to 32 KiB, within the credit.
  case chunk(TransferID, [UInt8])
  /// The download is whole; its digest came with `Reply.downloadAccepted`.
  case endOfFile(TransferID)
  /// So many more bytes of an upload may come.
  case credit(TransferID, bytes: Int64)
}

/// What the server says of itself.
public struct ServerHello: Hashable, Sendable {
  /// The version of the protocol that the server speaks.
  public let version: UInt32
  /// Name and version of the server's software.
  public let software: String
  /// A client that has sent nothing for so many seconds sends a ping; the server gives up on one that is silent for
  /// four times as long.
  public let keepAliveSeconds: Double
  /// Why the server closes the connection at once; nil when it takes it.
  public let refusal: Refusal?
  /// The level of that version that it has (PROTOCOL.md, Levels); 0 for one that does not say.
  public let level: UInt32

  /// A hello of these parts.
  public init(
    version: UInt32 = ProtocolVersion.current, software: String, keepAliveSeconds: Double, refusal: Refusal? = nil,
    level: UInt32 = ProtocolVersion.level
  ) {
    self.version = version
    self.software = software
    self.keepAliveSeconds = keepAliveSeconds
    self.refusal = refusal
    self.level = level
  }
}
