import ChatCore

extension ServerFrame {
  /// The frame's bytes, ready to be sent; several frames when it is the reply with a long list.
  ///
  /// None of them is longer than `FrameLimit.afterLogIn`. One result may be shared by all who receive it.
  public func encoded() -> [UInt8] {
    var output: [UInt8] = []
    return appendByHand(to: &output) ? output : libraryBytes
  }

  /// Writes what `encoded` gives behind what stands in `output`.
  public func append(to output: inout [UInt8]) {
    if !appendByHand(to: &output) {
      output += libraryBytes
    }
  }

  /// What `encoded` gives, as the library writes it.
  var libraryBytes: [UInt8] {
    switch self {
    case .hello(let hello):
      FrameBytes(FrameField.Server.hello, Wire_ServerHello(hello)).frame
    case .reply(let number, let reply):
      Self.encode(Wire_Reply.parts(number: number, reply))
    case .event(let event):
      FrameBytes(event).frame
    case .pong:
      FrameBytes(FrameField.Server.pong, Wire_Nothing()).frame
    case .chunk(let transfer, let bytes):
      Wire_Chunk.withWire(transfer, bytes) { FrameBytes(FrameField.Server.chunk, $0).frame }
    case .endOfFile(let transfer):
      FrameBytes(FrameField.Server.endOfFile, Wire_EndOfFile(transfer)).frame
    case .credit(let transfer, let bytes):
      FrameBytes(FrameField.Server.credit, Wire_Credit(transfer, bytes: bytes)).frame
    }
  }

  private static func encode(_ replies: [Wire_Reply]) -> [UInt8] {
    var frames: [UInt8] = []
    for reply in replies {
      let frame = FrameBytes(FrameField.Server.reply, reply).frame
      // The usual reply is one frame, and goes out as it is.
      if frames.isEmpty {
        frames = frame
      } else {
        frames += frame
      }
    }
    return frames
  }
}
