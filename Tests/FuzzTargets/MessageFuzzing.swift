@testable import ChatWire

/// What was understood of a message is said in the same words again, and an answer is never longer than a frame; and
/// what is read and written by hand is what the library would read and write.
enum MessageFuzzing {
  static func run(_ input: UnsafeRawBufferPointer) {
    let read = Result { () throws(FrameError) in try ClientFrame.decode(input) }
    precondition(
      read == Result { () throws(FrameError) in try ClientFrame.readByLibrary(input) },
      "read otherwise than the library")
    if case .success(let frame?) = read {
      // What came in a frame fits into one: unknown fields only make it longer.
      guard let bytes = try? frame.encoded(limit: FrameLimit.afterLogIn) else {
        preconditionFailure("understood in one frame, and too long for one")
      }
      precondition(again(bytes) == frame, "a client's message changed on its way")
    } else {
      _ = ClientFrame.answerToUnknown(input).map { $0.encoded() }
    }
    var decoder = ServerFrameDecoder()
    if let frame = try? decoder.decode(input) {
      precondition(frame.encoded() == frame.libraryBytes, "written otherwise than the library")
    }
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
