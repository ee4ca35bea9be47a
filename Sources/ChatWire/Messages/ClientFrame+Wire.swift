import ChatCore

extension ClientFrame {
  /// The frame's bytes, ready to be sent.
  ///
  /// - Parameter limit: what the server takes at this moment, in bytes: `FrameLimit.beforeLogIn` or `.afterLogIn`.
  /// - Throws: `FrameError.tooLong` when a person typed more than the server takes in one frame.
  public func encoded(limit: Int) throws(FrameError) -> [UInt8] {
    var frame: [UInt8] = []
    append(to: &frame)
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
    try FieldReader.read(payload) { $0.oneOf(read) }
  }

  private func append(to output: inout [UInt8]) {
    switch self {
    case .request(let number, let request): output.appendFrame(1, RequestFields(number: number, request: request))
    case .chunk(let transfer, let bytes): output.appendFrame(2, Fields((1, transfer), (2, bytes)))
    case .ping: output.appendFrame(3, Nothing())
    case .endOfFile(let transfer, let digest): output.appendFrame(4, Fields((1, transfer), (2, digest)))
    case .credit(let transfer, let bytes): output.appendFrame(5, Fields((1, transfer), (2, bytes)))
    case .typing: output.appendFrame(6, Nothing())
    case .hello(let hello): output.appendFrame(15, hello)
    }
  }

  static func read(_ frame: inout FieldReader) -> ClientFrame? {
    switch frame.field {
    case 1: frame.message { RequestFields.read(&$0) }
    case 2: frame.message { .chunk($0.transfer(1, named: "Chunk.transfer"), $0.chunk(2)) }
    case 3: frame.message { _ in .ping }
    case 4:
      frame.message {
        .endOfFile(
          $0.transfer(1, named: "EndOfFile.transfer"), digest: $0.digest(2, named: "EndOfFile.digest"))
      }
    case 5: frame.message { .credit($0.transfer(1, named: "Credit.transfer"), bytes: $0.credit(2)) }
    case 6: frame.message { _ in .typing }
    case 15: frame.message { .hello(ClientHello(&$0)) }
    default: frame.skip()
    }
  }

  /// What to answer when `decode` gave nil: a refusal when `payload` is a request, so that its sender does not wait for
  /// ever; nil when it is to be ignored.
  public static func answerToUnknown(_ payload: UnsafeRawBufferPointer) -> ServerFrame? {
    let number = try? FieldReader.read(payload) { frame in
      frame.oneOf { frame -> UInt64? in
        switch frame.field {
        case 1: frame.message { $0.number(1, named: "Request.number") }
        default: frame.skip()
        }
      }
    }
    guard let number else { return nil }
    return .reply(
      number: number,
      .refused(.other("This server does not know what your client asked for. Please ask its operator for an update!")))
  }
}

extension FieldReader {
  /// The bytes of a chunk.
  mutating func chunk(_ number: UInt32) -> [UInt8] {
    bytes(number, counts: 1...FrameLimit.chunk, named: "Chunk.data")
  }

  /// How many bytes a credit allows.
  mutating func credit(_ number: UInt32) -> Int64 {
    check(integer(number), in: 1...FrameLimit.credit, named: "Credit.bytes")
  }

  /// A SHA-256.
  mutating func digest(_ number: UInt32, named name: StaticString) -> [UInt8] {
    bytes(number, counts: FrameLimit.digest...FrameLimit.digest, named: name)
  }

  /// A token to come back with.
  mutating func token(named name: StaticString) -> [UInt8] {
    bytes(counts: FrameLimit.token...FrameLimit.token, named: name)
  }

  /// Whether the room is the main one, as it is when a message names none.
  @inline(__always)
  mutating func isMainRoom(_ number: UInt32) -> Bool {
    let room = UInt32(truncatingIfNeeded: varint(number))
    return room == 0 || room == RoomID.main.rawValue
  }
}
