import ChatWire

/// However the network cuts a stream, it holds the same frames and ends with the same error.
enum FrameFuzzing {
  private struct Outcome: Equatable {
    var messages: [[UInt8]] = []
    var error: FrameError?
  }

  /// The first byte says how long the pieces are, the second which limit holds.
  static func run(_ input: UnsafeRawBufferPointer) {
    guard input.count > 2 else { return }
    let limit = input[1].isMultiple(of: 2) ? FrameLimit.beforeLogIn : FrameLimit.afterLogIn
    let stream = UnsafeRawBufferPointer(rebasing: input[2...])
    let whole = read(stream, inPiecesOf: stream.count, limit)
    let cut = read(stream, inPiecesOf: Int(input[0]) + 1, limit)
    precondition(whole == cut, "the frames depend on how the network cuts them")
  }

  private static func read(_ stream: UnsafeRawBufferPointer, inPiecesOf size: Int, _ limit: Int) -> Outcome {
    var reader = FrameReader(limit: limit)
    var outcome = Outcome()
    var start = 0
    do throws(FrameError) {
      while start < stream.count {
        let end = min(stream.count, start + size)
        try reader.read(UnsafeRawBufferPointer(rebasing: stream[start..<end])) { (message) throws(FrameError) in
          precondition((1...limit).contains(message.count), "a frame longer than allowed")
          outcome.messages.append(Array(message))
        }
        start = end
      }
    } catch {
      outcome.error = error
    }
    return outcome
  }
}
