import ChatWire
import ChatWireOracle

/// A message is taken as protobuf's own library takes it; what was understood of it is said in the same words again, and
/// written as the library would write it; and an answer is never longer than a frame.
enum MessageFuzzing {
  static func run(_ input: UnsafeRawBufferPointer) {
    client(input)
    server(input)
  }

  private static func client(_ input: UnsafeRawBufferPointer) {
    let read = Result { () throws(FrameError) in try ClientFrame.decode(input) }
    check(read, Oracle.clientMessage(input), ClientFrame.decode)
    if case .success(let frame?) = read {
      // What came in a frame fits into one: unknown fields only make it longer.
      guard let bytes = try? frame.encoded(limit: FrameLimit.afterLogIn) else {
        preconditionFailure("understood in one frame, and too long for one")
      }
      let messages = messages(in: bytes)
      precondition(messages.count == 1 && again(messages[0], ClientFrame.decode) == read, "changed on its way")
      precondition(messages[0].withUnsafeBytes(Oracle.clientMessage) == messages[0], "written otherwise")
    } else {
      _ = ClientFrame.answerToUnknown(input).map { $0.encoded() }
    }
  }

  private static func server(_ input: UnsafeRawBufferPointer) {
    func decode(_ message: UnsafeRawBufferPointer) throws(FrameError) -> ServerFrame? {
      var decoder = ServerFrameDecoder()
      return try decoder.decode(message)
    }
    let read = Result { () throws(FrameError) in try decode(input) }
    check(read, Oracle.serverMessage(input), decode)
    if case .success(let frame?) = read {
      for message in messages(in: frame.encoded()) {
        precondition(message.withUnsafeBytes(Oracle.serverMessage) == message, "written otherwise")
      }
    }
  }

  /// Traps unless `read` is what is read of the message as the library has written it anew.
  private static func check<Frame: Equatable>(
    _ read: Result<Frame?, FrameError>, _ library: [UInt8]?,
    _ decode: (UnsafeRawBufferPointer) throws(FrameError) -> Frame?
  ) {
    precondition(read == library.map { again($0, decode) } ?? .failure(.undecodable), "read otherwise than the library")
  }

  private static func again<Frame: Equatable>(
    _ message: [UInt8], _ decode: (UnsafeRawBufferPointer) throws(FrameError) -> Frame?
  ) -> Result<Frame?, FrameError> {
    message.withUnsafeBytes { bytes in Result { () throws(FrameError) in try decode(bytes) } }
  }

  private static func messages(in frames: [UInt8]) -> [[UInt8]] {
    var messages: [[UInt8]] = []
    var reader = FrameReader(limit: FrameLimit.afterLogIn)
    frames.withUnsafeBytes { bytes in
      try? reader.read(bytes) { (payload) throws(FrameError) in messages.append(Array(payload)) }
    }
    return messages
  }
}
