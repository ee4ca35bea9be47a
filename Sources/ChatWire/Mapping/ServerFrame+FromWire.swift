import ChatCore

extension ServerFrame {
  /// The frame that `wire` is, a list as far as it stands in it; nil when it is of a kind that this program does not
  /// know.
  init?(_ wire: Wire_ServerFrame.OneOf_Kind) throws(FrameError) {
    switch wire {
    case .message(let wire):
      guard let message = try DeliveredMessage(wire) else { return nil }
      self = .event(.message(message))
    case .reply(let wire):
      let number = try WireRange.numbers.check(wire.number, "Reply.number")
      guard let result = wire.result, let reply = try Reply(result) else { return nil }
      self = .reply(number: number, reply)
    case .event(let wire):
      guard let kind = wire.kind else { return nil }
      self = .event(try Event(kind))
    case .chunk(let wire):
      self = .chunk(try wire.checkedTransfer, try wire.checkedData)
    case .pong:
      self = .pong
    case .endOfFile(let wire):
      self = .endOfFile(try wire.checkedTransfer)
    case .credit(let wire):
      self = .credit(try wire.checkedTransfer, bytes: try wire.checkedBytes)
    case .hello(let wire):
      self = .hello(try ServerHello(wire))
    }
  }
}
