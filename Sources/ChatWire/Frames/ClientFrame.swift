import ChatCore

/// One frame from a client to the server.
public enum ClientFrame: Equatable, Sendable {
  /// The first frame of a connection.
  case hello(ClientHello)
  /// A request; `number` grows with every request of the client program's run, and the reply carries it.
  case request(number: UInt64, Request)
  /// I am still here; answered by `ServerFrame.pong`.
  case ping
  /// The person has pressed a key: TIME_OUT starts anew. Not answered; once a second at most.
  case typing
  /// The next bytes of an upload: 1 to 32 KiB, within the credit.
  case chunk(TransferID, [UInt8])
  /// The upload is whole; SHA-256 of all of it.
  case endOfFile(TransferID, digest: [UInt8])
  /// So many more bytes of a download may come.
  case credit(TransferID, bytes: Int64)
}

/// What a client says of itself.
public struct ClientHello: Hashable, Sendable {
  /// The version of the protocol that the client speaks.
  public let version: UInt32
  /// Name and version of the client's software, for the log.
  public let software: String
  /// 64 random bits, chosen once when the client program starts.
  public let run: UInt64
  /// The level of that version that it has (PROTOCOL.md, Levels); 0 for one that does not say.
  public let level: UInt32

  /// A hello of these parts.
  public init(
    version: UInt32 = ProtocolVersion.current, software: String, run: UInt64, level: UInt32 = ProtocolVersion.level
  ) {
    self.version = version
    self.software = software
    self.run = run
    self.level = level
  }
}
