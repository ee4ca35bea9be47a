/// One case of a comparison, and the goals of its ratios.
struct ComparedCase: Equatable {
  var kind: ChatScenario.Kind
  /// Members and senders; in `private` the pairs are the senders.
  var members: Int
  var senders: Int
  var window: Int
  /// None where nobody has said any.
  var goals = Goals()

  /// The one that others are measured by.
  static let reference = ComparedCase(
    kind: .fanout, members: 100, senders: 8, window: 64,
    goals: Goals(processor: .atMost(3), throughput: .atLeast(0.4), receipt: .below(15)))

  /// The cases that are compared unless others are asked for.
  static let standard = [
    reference,
    ComparedCase(
      kind: .fanout, members: 1_000, senders: 8, window: 64,
      goals: Goals(processor: .atMost(1.5), throughput: .atLeast(0.6), receipt: .below(80))),
    ComparedCase(
      kind: .fanout, members: 10, senders: 8, window: 64, goals: Goals(messages: .atLeast(0.6), receipt: .below(10))),
    ComparedCase(
      kind: .private, members: 100, senders: 50, window: 64,
      goals: Goals(messages: .atLeast(0.6), receipt: .below(20))),
    ComparedCase(
      kind: .fanout, members: 100, senders: 1, window: 1, goals: Goals(latency: .below(0.8), receipt: .below(2))),
  ]

  /// `fanout N 100, S 8, W 64`.
  var title: String {
    switch kind {
    case .fanout: "fanout N \(members), S \(senders), W \(window)"
    case .private: "private, \(senders) pairs, W \(window)"
    }
  }
}

extension ComparedCase {
  /// `fanout:100,8,64` are members, senders, window; `private:50,64` are pairs and window. Nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let kind = ChatScenario.Kind(rawValue: String(parts[0])) else { return nil }
    let numbers = parts[1].split(separator: ",").compactMap { Int($0) }
    switch (kind, numbers.count) {
    case (.fanout, 3): self.init(kind: kind, members: numbers[0], senders: numbers[1], window: numbers[2])
    case (.private, 2): self.init(kind: kind, members: 2 * numbers[0], senders: numbers[0], window: numbers[1])
    default: return nil
    }
    guard members >= 1, (1...members).contains(senders), members <= 10_000, (1...255).contains(window) else {
      return nil
    }
    goals = Self.standard.first { $0.title == title }?.goals ?? Goals()
  }

  /// The goals of a case, on plain connections.
  struct Goals: Equatable {
    /// Processor time of a delivery, and deliveries a second, against the limit's.
    var processor: Goal?
    var throughput: Goal?
    /// Messages a second against bare inserts.
    var messages: Goal?
    /// Deliveries' p50, and the receipts' p99, in milliseconds, where one fsync takes 0.2 ms.
    var latency: Goal?
    var receipt: Goal?

    /// Deliveries and receipts in an open loop at half of the maximum, in milliseconds, where one fsync takes 0.2 ms.
    static let openDelivery = Goal.below(5)
    static let openReceipt = Goal.below(10)
    /// Deliveries a second in TLS against plain.
    static let encrypted = Goal.atLeast(0.33)
  }
}
