import ChatCore

/// A collection of what was shown, so that one acknowledgement speaks for many messages: every 100 ms or 256 messages.
struct Acknowledgements {
  /// The longest time that a shown message stays unacknowledged, in seconds.
  static let longestWait = 0.1
  /// The most messages that stay unacknowledged.
  static let mostMessages = 256

  private enum State {
    case nothingToTell
    case owed(through: EntryID, count: Int, due: Uptime)
  }

  private var state = State.nothingToTell
  private var told = EntryID.zero

  /// When `take` has something to tell; nil when all is told.
  var due: Uptime? {
    if case .owed(_, _, let due) = state { due } else { nil }
  }

  /// Notes that the message of this id was shown, or skipped for good.
  mutating func shown(_ id: EntryID, at now: Uptime) {
    switch state {
    case .nothingToTell:
      guard id > told else { return }
      state = .owed(through: id, count: 1, due: now.advanced(bySeconds: Self.longestWait))
    case .owed(let through, let count, let due):
      state = .owed(through: max(through, id), count: count + 1, due: count + 1 >= Self.mostMessages ? now : due)
    }
  }

  /// Owes again what was told last: it may not have arrived.
  mutating func connectionLost() {
    let newest = if case .owed(let through, _, _) = state { max(told, through) } else { told }
    guard newest > .zero else { return }
    told = .zero
    state = .owed(through: newest, count: 1, due: Uptime(nanoseconds: 0))
  }

  /// Takes what is owed, due or not; nil when all is told.
  mutating func take() -> EntryID? {
    guard case .owed(let through, _, _) = state else { return nil }
    told = through
    state = .nothingToTell
    return through
  }
}
