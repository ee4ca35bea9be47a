/// What the ratios of a case are to be. The goals are for plain connections.
struct ComparedGoals {
  /// Processor time of a delivery, and deliveries a second, against the limit's.
  var processor: Goal?
  var throughput: Goal?
  /// Messages a second against bare inserts.
  var messages: Goal?
  /// Deliveries' p50, and the receipts' p99, in milliseconds, where one fsync takes 0.2 ms.
  var latency: Goal?
  var receipt: Goal?

  /// Those of `one`; none where nobody has said any.
  init(for one: ComparedCase) {
    switch (one.kind, one.members, one.senders, one.window) {
    case (.fanout, 100, 8, 64): (processor, throughput, receipt) = (.atMost(3), .atLeast(0.4), .below(15))
    case (.fanout, 1_000, 8, 64): (processor, throughput, receipt) = (.atMost(1.5), .atLeast(0.6), .below(80))
    case (.fanout, 100, 1, 1): (latency, receipt) = (.below(0.8), .below(2))
    case (.fanout, 10, 8, 64): (messages, receipt) = (.atLeast(0.6), .below(10))
    case (.private, 100, 50, 64): (messages, receipt) = (.atLeast(0.6), .below(20))
    default: break
    }
  }

  /// In an open loop at half of the maximum, in milliseconds, where one fsync takes 0.2 ms.
  static let openDelivery = Goal.below(5)
  static let openReceipt = Goal.below(10)
  /// Deliveries a second in TLS against plain.
  static let encrypted = Goal.atLeast(0.33)
}
