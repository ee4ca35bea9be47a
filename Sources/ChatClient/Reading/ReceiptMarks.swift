import ChatCore

/// What has become of the last private message to each of a few people, for one line above the prompt.
struct ReceiptMarks {
  /// So many people are kept in mind.
  static let mostPeople = 16
  /// And so many stand in the line.
  static let mostShown = 3

  private enum State: Hashable {
    case sending(number: UInt64)
    case stored(EntryID)
    case delivered
  }

  private struct Mark {
    let name: String
    var state: State
    var through = EntryID.zero
  }

  /// The one who was written to last stands last.
  private var marks: [Mark] = []

  /// A message to `name` goes out as request `number`.
  mutating func sending(to name: String, number: UInt64) {
    let known = remove(name)
    marks.append(Mark(name: name, state: .sending(number: number), through: known?.through ?? .zero))
    if marks.count > Self.mostPeople {
      marks.removeFirst()
    }
  }

  /// Request `number` was answered: its message is stored as entry `id`, or nil when it was not taken.
  mutating func answered(_ number: UInt64, id: EntryID?) {
    guard let place = marks.firstIndex(where: { $0.state == .sending(number: number) }) else { return }
    guard let id else {
      marks.remove(at: place)
      return
    }
    // The receipt may come first: people are faster than disks.
    marks[place].state = marks[place].through >= id ? .delivered : .stored(id)
  }

  /// The person called `name` has been shown everything up to `id`.
  mutating func delivered(to name: String, through id: EntryID) {
    guard let place = place(of: name) else { return }
    marks[place].through = max(marks[place].through, id)
    if case .stored(let stored) = marks[place].state, stored <= id {
      marks[place].state = .delivered
    }
  }

  /// What has been delivered need not be told again.
  mutating func forgetDelivered() {
    marks.removeAll { $0.state == .delivered }
  }

  /// Those who have not been shown the last message to them, as far as is known: whose receipts are worth asking for.
  var undelivered: [String] {
    marks.compactMap { if case .stored = $0.state { $0.name } else { nil } }
  }

  /// `to bob: delivered, to carol: stored`; nil when nothing was sent.
  var line: String? {
    guard !marks.isEmpty else { return nil }
    return marks.suffix(Self.mostShown).map { mark in
      let word =
        switch mark.state {
        case .sending: "sending"
        case .stored: "stored"
        case .delivered: "delivered"
        }
      return "to \(TerminalSanitizer.line(mark.name)): \(word)"
    }.joined(separator: ", ")
  }

  private func place(of name: String) -> Int? {
    let key = AccountKey(name)
    return marks.firstIndex { AccountKey($0.name) == key }
  }

  private mutating func remove(_ name: String) -> Mark? {
    place(of: name).map { marks.remove(at: $0) }
  }
}
