import ChatWire

/// What was understood of a message is said in the same words again, and an answer is never longer than a frame.
enum MessageFuzzing {
  static func run(_ input: UnsafeRawBufferPointer) {
    if let frame = try? ClientFrame.decode(input) {
      // What came in a frame fits into one: unknown fields only make it longer.
      guard let bytes = try? frame.encoded(limit: FrameLimit.afterLogIn) else {
        preconditionFailure("understood in one frame, and too long for one")
      }
      precondition(again(bytes) == frame, "a client's message changed on its way")
    } else {
      _ = ClientFrame.answerToUnknown(input).map { $0.encoded() }
    }
    var decoder = ServerFrameDecoder()
    _ = try? decoder.decode(input)
  }

  private static func again(_ frame: [UInt8]) -> ClientFrame? {
    var message: ClientFrame?
    var reader = FrameReader(limit: FrameLimit.afterLogIn)
    frame.withUnsafeBytes { bytes in
      try? reader.read(bytes) { (payload) throws(FrameError) in message = try ClientFrame.decode(payload) }
    }
    return message
  }
}
