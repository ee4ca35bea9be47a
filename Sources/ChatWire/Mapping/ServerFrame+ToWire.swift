import ChatCore

extension ServerFrame {
  /// The frame's bytes, ready to be sent; several frames when it is the reply with a long list.
  ///
  /// None of them is longer than `FrameLimit.afterLogIn`. One result may be shared by all who receive it.
  public func encoded() -> [UInt8] {
    switch self {
    case .hello(let hello):
      Self.encode(.hello(Wire_ServerHello(hello)))
    case .reply(let number, let reply):
      Self.encode(Wire_Reply.parts(number: number, reply))
    case .event(let event):
      Self.encode(Wire_ServerFrame.OneOf_Kind(event))
    case .pong:
      Self.encode(.pong(Wire_Nothing()))
    case .chunk(let transfer, let bytes):
      Wire_Chunk.withWire(transfer, bytes) { Self.encode(.chunk($0)) }
    case .endOfFile(let transfer):
      Self.encode(.endOfFile(Wire_EndOfFile(transfer)))
    case .credit(let transfer, let bytes):
      Self.encode(.credit(Wire_Credit(transfer, bytes: bytes)))
    }
  }

  private static func encode(_ replies: [Wire_Reply]) -> [UInt8] {
    guard replies.count > 1 else { return replies.first.map { encode(.reply($0)) } ?? [] }
    return replies.flatMap { encode(.reply($0)) }
  }

  private static func encode(_ kind: Wire_ServerFrame.OneOf_Kind) -> [UInt8] {
    var frame = Wire_ServerFrame()
    frame.kind = kind
    return FrameBytes(encoding: frame).frame
  }
}
