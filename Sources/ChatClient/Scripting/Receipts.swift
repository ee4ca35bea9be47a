import ChatCore

/// How far the people to whom this run has sent something have been shown it.
struct Receipts {
  private struct Line {
    /// The last of the messages.
    var last = EntryID.zero
    /// The number of the request whose message has an id that is not known, because its answer was lost.
    var unplaced: UInt64?
    var deliveredThrough = EntryID.zero

    var isOwed: Bool {
      unplaced != nil || deliveredThrough < last
    }
  }

  private var lines: [AccountKey: Line] = [:]

  /// Those who have not been shown everything, in alphabetical order.
  var owing: [String] {
    lines.filter(\.value.isOwed).keys.sorted().map(\.text)
  }

  /// Those to whom something went whose place in the log is not known.
  var unplaced: [String] {
    lines.filter { $0.value.unplaced != nil }.keys.sorted().map(\.text)
  }

  /// Message `id` to `name` is stored.
  mutating func stored(_ id: EntryID, to name: String) {
    lines[AccountKey(name), default: Line()].last = id
    lines[AccountKey(name)]?.unplaced = nil
  }

  /// The message of request `number` to `name` is stored somewhere.
  mutating func storedSomewhere(_ number: UInt64, to name: String) {
    lines[AccountKey(name), default: Line()].unplaced = number
  }

  /// These are the last messages that were exchanged with `name`; `run` is this one.
  mutating func found(_ past: [PastMessage], with name: String, run: UInt64) {
    var line = lines[AccountKey(name), default: Line()]
    line.last = past.lazy.map(\.message).filter { $0.request?.run == run }.map(\.id).reduce(line.last, max)
    line.unplaced = nil
    lines[AccountKey(name)] = line
  }

  /// `name` has been shown everything up to `id`.
  mutating func delivered(to name: String, through id: EntryID) {
    guard let line = lines[AccountKey(name)] else { return }
    lines[AccountKey(name)]?.deliveredThrough = max(line.deliveredThrough, id)
  }
}
