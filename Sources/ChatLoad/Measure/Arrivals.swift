/// The messages that one member has received of those it must receive, and their order. Pure.
///
/// Every sender's messages are counted from 1. What comes in order costs a comparison; what does not is remembered by
/// its number.
struct Arrivals {
  struct Flaws: Equatable, Codable {
    var lost = 0
    var doubled = 0
    /// Came behind a later one of the same sender, or with an id that is not above the one before.
    var outOfOrder = 0

    var isEmpty: Bool { self == Flaws() }

    static func += (sum: inout Flaws, other: Flaws) {
      sum.lost += other.lost
      sum.doubled += other.doubled
      sum.outOfOrder += other.outOfOrder
    }
  }

  /// The next one of each sender, by the sender's place.
  private var next: [UInt64]
  private var lastID: UInt64 = 0
  /// Those that were passed over and may still come.
  private var missing: Set<Missing> = []
  /// The faults so far, but for what is missing.
  private var faults = Flaws()

  private struct Missing: Hashable {
    let sender: Int
    let sequence: UInt64
  }

  init(senders: Int) { next = [UInt64](repeating: 1, count: senders) }

  /// Notes that message `sequence` of `sender` has come as entry `id`; false when it had come before.
  @inline(__always)
  mutating func note(_ sequence: UInt64, of sender: Int, id: UInt64) -> Bool {
    let expected = next[sender]
    if sequence == expected, id > lastID {
      next[sender] = expected + 1
      lastID = id
      return true
    }
    return noteOdd(sequence, of: sender, id: id)
  }

  private mutating func noteOdd(_ sequence: UInt64, of sender: Int, id: UInt64) -> Bool {
    let expected = next[sender]
    let isEarly = sequence >= expected
    if !isEarly, missing.remove(Missing(sender: sender, sequence: sequence)) == nil {
      faults.doubled += 1
      return false
    }
    if !isEarly || id <= lastID { faults.outOfOrder += 1 }
    if isEarly {
      for passed in expected..<sequence { missing.insert(Missing(sender: sender, sequence: passed)) }
      next[sender] = sequence + 1
    }
    lastID = max(lastID, id)
    return true
  }

  /// The faults, when each sender has sent `sent` messages and no more will come.
  func flaws(sent: [UInt64]) -> Flaws {
    var flaws = faults
    flaws.lost = missing.count
    for (sender, count) in sent.enumerated() where next[sender] <= count {
      flaws.lost += Int(count - next[sender] + 1)
    }
    return flaws
  }
}
