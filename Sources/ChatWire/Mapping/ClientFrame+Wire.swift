import ChatCore

extension ClientFrame {
  /// The frame's bytes, ready to be sent.
  ///
  /// - Parameter limit: what the server takes at this moment, in bytes: `FrameLimit.beforeLogIn` or `.afterLogIn`.
  /// - Throws: `FrameError.tooLong` when a person typed more than the server takes in one frame.
  public func encoded(limit: Int) throws(FrameError) -> [UInt8] {
    let frame = bytes.frame
    let length = frame.count - FrameReader.headerBytes
    guard length <= limit else { throw .tooLong(length: length, limit: limit) }
    return frame
  }

  /// The frame whose message is `payload`; nil when it is of a kind that this program does not know.
  ///
  /// What is nil may still want an answer: `answerToUnknown`.
  ///
  /// - Throws: `FrameError.undecodable` and `.outOfRange`; the connection must be closed.
  public static func decode(_ payload: UnsafeRawBufferPointer) throws(FrameError) -> ClientFrame? {
    if let frame = readByHand(payload) {
      return frame
    }
    return try readByLibrary(payload)
  }

  /// What `decode` gives, as the library reads it.
  static func readByLibrary(_ payload: UnsafeRawBufferPointer) throws(FrameError) -> ClientFrame? {
    switch try Wire_ClientFrame.OneOf_Kind.decode(payload) {
    case .request(let wire):
      let number = try WireRange.numbers.check(wire.number, "Request.number")
      guard RoomID(wire: wire.room) == .main, let ask = wire.ask, let request = try Request(ask) else { return nil }
      return .request(number: number, request)
    case .chunk(let wire):
      return .chunk(try wire.checkedTransfer, try wire.checkedData)
    case .ping:
      return .ping
    case .typing:
      return .typing
    case .endOfFile(let wire):
      return .endOfFile(try wire.checkedTransfer, digest: try wire.digest.checkedDigest("EndOfFile.digest"))
    case .credit(let wire):
      return .credit(try wire.checkedTransfer, bytes: try wire.checkedBytes)
    case .hello(let wire):
      return .hello(ClientHello(wire))
    case nil:
      return nil
    }
  }

  /// What to answer when `decode` gave nil: a refusal when `payload` is a request, so that its sender does not wait for
  /// ever; nil when it is to be ignored.
  public static func answerToUnknown(_ payload: UnsafeRawBufferPointer) -> ServerFrame? {
    guard case .request(let wire)? = try? Wire_ClientFrame.OneOf_Kind.decode(payload),
      WireRange.numbers.contains(wire.number)
    else { return nil }
    return .reply(
      number: wire.number,
      .refused(.other("This server does not know what your client asked for. Please ask its operator for an update!")))
  }

  private var bytes: FrameBytes {
    switch self {
    case .hello(let hello):
      FrameBytes(FrameField.Client.hello, Wire_ClientHello(hello))
    case .request(let number, let request):
      FrameBytes(FrameField.Client.request, Wire_Request(number: number, request))
    case .ping:
      FrameBytes(FrameField.Client.ping, Wire_Nothing())
    case .typing:
      FrameBytes(FrameField.Client.typing, Wire_Nothing())
    case .chunk(let transfer, let bytes):
      Wire_Chunk.withWire(transfer, bytes) { FrameBytes(FrameField.Client.chunk, $0) }
    case .endOfFile(let transfer, let digest):
      FrameBytes(FrameField.Client.endOfFile, Wire_EndOfFile(transfer, digest: digest))
    case .credit(let transfer, let bytes):
      FrameBytes(FrameField.Client.credit, Wire_Credit(transfer, bytes: bytes))
    }
  }
}
