/// One row of a comparison.
struct ComparedCase: Equatable {
  var kind: ChatScenario.Kind
  /// Members and senders; in `private` the pairs are the senders.
  var members: Int
  var senders: Int
  var window: Int

  /// The one that others are measured by.
  static let reference = ComparedCase(kind: .fanout, members: 100, senders: 8, window: 64)

  /// What is compared unless something else is asked for.
  static let standard = [
    reference,
    ComparedCase(kind: .fanout, members: 1_000, senders: 8, window: 64),
    ComparedCase(kind: .fanout, members: 10, senders: 8, window: 64),
    ComparedCase(kind: .private, members: 100, senders: 50, window: 64),
    ComparedCase(kind: .fanout, members: 100, senders: 1, window: 1),
  ]

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
    guard (1...members).contains(senders), members <= 10_000, (1...255).contains(window) else { return nil }
  }

  private init(kind: ChatScenario.Kind, members: Int, senders: Int, window: Int) {
    self.kind = kind
    self.members = members
    self.senders = senders
    self.window = window
  }

  /// `fanout N 100, S 8, W 64`.
  var title: String {
    switch kind {
    case .fanout: "fanout N \(members), S \(senders), W \(window)"
    case .private: "private, \(senders) pairs, W \(window)"
    }
  }
}
