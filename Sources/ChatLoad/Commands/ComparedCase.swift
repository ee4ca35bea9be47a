struct ComparedCase: Equatable {
  var kind: ChatScenario.Kind
  /// Members and senders; in `private` the pairs are the senders.
  var members: Int
  var senders: Int
  var window: Int
  /// The goals of its figures on plain connections, in milliseconds where one fsync takes 0.2 ms: by the figures' names.
  var goals: [String: Goal] = [:]

  /// The one that others are measured by.
  static let reference = ComparedCase(
    kind: .fanout, members: 100, senders: 8, window: 64,
    goals: ["CPU s / M deliveries": .atMost(3), "k deliveries/s": .atLeast(0.4), "receipt p99 ms": .below(15)])

  /// The goals of the reference in an open loop at half of its maximum, and in TLS against plain.
  static let openGoals = ["delivery p99 ms": Goal.below(5), "receipt p99 ms": .below(10)]
  static let encryptedGoals = ["k deliveries/s": Goal.atLeast(0.33)]

  static let standard = [
    reference,
    ComparedCase(
      kind: .fanout, members: 1_000, senders: 8, window: 64,
      goals: ["CPU s / M deliveries": .atMost(1.5), "k deliveries/s": .atLeast(0.6), "receipt p99 ms": .below(80)]),
    ComparedCase(
      kind: .fanout, members: 10, senders: 8, window: 64,
      goals: [inserts: .atLeast(0.6), "receipt p99 ms": .below(10)]),
    ComparedCase(
      kind: .private, members: 100, senders: 50, window: 64,
      goals: [inserts: .atLeast(0.6), "receipt p99 ms": .below(20)]),
    ComparedCase(
      kind: .fanout, members: 100, senders: 1, window: 1,
      goals: [commit: .below(0.8), "receipt p99 ms": .below(2)]),
  ]

  /// The names of figures that only some cases have goals for.
  static let inserts = "messages/s (limit: bare inserts)"
  static let commit = "delivery p50 ms, the commit in it"

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
    guard (1...10_000).contains(members), (1...members).contains(senders), (1...255).contains(window)
    else { return nil }
    goals = Self.standard.first { $0.title == title }?.goals ?? [:]
  }
}
