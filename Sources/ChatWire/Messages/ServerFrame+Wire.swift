import ChatCore

extension ServerFrame {
  /// The frame's bytes, ready to be sent; several frames when it is the reply with a long list.
  ///
  /// None of them is longer than `FrameLimit.afterLogIn`. One result may be shared by all who receive it.
  public func encoded() -> [UInt8] {
    var output: [UInt8] = []
    append(to: &output)
    return output
  }

  /// Writes what `encoded` gives behind what stands in `output`.
  public func append(to output: inout [UInt8]) {
    switch self {
    case .event(.message(let message)): output.appendFrame(1, message)
    case .reply(let number, let reply):
      if let parts = reply.parts {
        for (index, part) in parts.enumerated() {
          output.appendFrame(2, ReplyFields(number: number, reply: part, more: index + 1 < parts.count))
        }
      } else {
        output.appendFrame(2, ReplyFields(number: number, reply: reply))
      }
    case .event(let event): output.appendFrame(3, event)
    case .chunk(let transfer, let bytes): output.appendFrame(4, Fields((1, transfer), (2, bytes)))
    case .pong: output.appendFrame(5, Nothing())
    case .endOfFile(let transfer): output.appendFrame(6, Fields((1, transfer)))
    case .credit(let transfer, let bytes): output.appendFrame(7, Fields((1, transfer), (2, bytes)))
    case .hello(let hello): output.appendFrame(15, hello)
    }
  }

  /// The frame at which `frame` stands, of a list as much as stands in it; nil when it is of a kind that this program
  /// does not know.
  ///
  /// - Parameter more: whether another part of the list follows.
  static func read(_ frame: inout FieldReader, more: inout Bool) -> ServerFrame? {
    more = false
    return switch frame.field {
    case 1: frame.message { DeliveredMessage(&$0) }.map { .event(.message($0)) }
    case 2: reply(&frame, more: &more)
    case 3: frame.message { $0.oneOf(Event.read) }.map { .event($0) }
    case 4: frame.message { .chunk($0.transfer(1, named: "Chunk.transfer"), $0.chunk(2)) }
    case 5: frame.message { _ in .pong }
    case 6: frame.message { .endOfFile($0.transfer(1, named: "EndOfFile.transfer")) }
    case 7: frame.message { .credit($0.transfer(1, named: "Credit.transfer"), bytes: $0.credit(2)) }
    case 15: frame.message { .hello(ServerHello(&$0)) }
    default: frame.skip()
    }
  }

  private static func reply(_ frame: inout FieldReader, more: inout Bool) -> ServerFrame? {
    let reply = frame.message { ReplyFields(&$0) }
    more = reply?.more ?? false
    return reply.map { .reply(number: $0.number, $0.reply) }
  }
}
