import ChatCore

/// The messages that this run has shown, so that one that comes twice is seen once: because its sender sent it again, or
/// because it was not acknowledged before the connection was lost.
///
/// The last 4,096 are remembered: a sender has at most `RunProgress.window` unanswered ones, and what is shown is
/// acknowledged soon, so what comes again is never far back.
struct ShownMessages {
  /// How many are remembered.
  static let capacity = 4_096

  /// A message by its request, which stays the same when it is sent again; one that nobody sent by its place in the log.
  private enum Key: Hashable {
    case request(ClientRequestID)
    case id(EntryID)
  }

  private var members: Set<Key> = []
  private var order: [Key] = []
  private var oldest = 0

  /// Notes `message`; false when it had been shown before.
  mutating func insert(_ message: DeliveredMessage) -> Bool {
    let key = message.request.map { Key.request($0) } ?? .id(message.id)
    guard members.insert(key).inserted else { return false }
    if order.count < Self.capacity {
      order.append(key)
    } else {
      members.remove(order[oldest])
      order[oldest] = key
      oldest = (oldest + 1) % Self.capacity
    }
    return true
  }
}
