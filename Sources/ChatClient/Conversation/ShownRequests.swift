import ChatCore

/// The requests whose messages this run has shown, so that one that was sent twice is seen once.
///
/// The last 4,096 are remembered: a sender has at most `RunProgress.window` unanswered ones, so what is sent again is
/// never far back.
struct ShownRequests {
  /// How many are remembered.
  static let capacity = 4_096

  private var members: Set<ClientRequestID> = []
  private var order: [ClientRequestID] = []
  private var oldest = 0

  /// Notes `request`; false when it had been shown before.
  mutating func insert(_ request: ClientRequestID) -> Bool {
    guard members.insert(request).inserted else { return false }
    if order.count < Self.capacity {
      order.append(request)
    } else {
      members.remove(order[oldest])
      order[oldest] = request
      oldest = (oldest + 1) % Self.capacity
    }
    return true
  }
}
