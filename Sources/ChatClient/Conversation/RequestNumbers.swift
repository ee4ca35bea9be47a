import ChatCore
import ChatWire

/// Numbers the requests of one run of the program; they only grow, over all its connections.
struct RequestNumbers {
  /// The number given last.
  private(set) var last: UInt64 = 0

  /// Sends `request` under the next number.
  mutating func send(_ request: Request) -> ConversationAction {
    .send(.request(number: next(), request))
  }

  /// The next number.
  mutating func next() -> UInt64 {
    last += 1
    return last
  }
}
