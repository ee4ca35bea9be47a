/// What one member has received of what it must receive, and in which order. Pure.
///
/// Every sender's messages are counted from 1. What comes in order costs a comparison; what does not is remembered by
/// its number.
struct Arrivals {
  /// What is wrong with what came.
  struct Flaws: Equatable, Codable {
    /// Did not come.
    var lost = 0
    /// Came again.
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

  /// Whether a message came for the first time.
  enum Verdict {
    case first
    case again
  }

  /// The next one of each sender, by the sender's place.
  private var next: [UInt64]
  private var lastID: UInt64 = 0
  /// Those that were passed over and may still come.
  private var missing: Set<Missing> = []
  private var doubled = 0
  private var outOfOrder = 0

  private struct Missing: Hashable {
    let sender: Int
    let sequence: UInt64
  }

  /// Nothing yet of so many senders.
  init(senders: Int) {
    next = [UInt64](repeating: 1, count: senders)
  }

  /// Message `sequence` of `sender` has come as entry `id`.
  @inline(__always)
  mutating func note(_ sequence: UInt64, of sender: Int, id: UInt64) -> Verdict {
    let expected = next[sender]
    if sequence == expected, id > lastID {
      next[sender] = expected + 1
      lastID = id
      return .first
    }
    return noteOdd(sequence, of: sender, id: id)
  }

  private mutating func noteOdd(_ sequence: UInt64, of sender: Int, id: UInt64) -> Verdict {
    let expected = next[sender]
    let isEarly = sequence >= expected
    if !isEarly, missing.remove(Missing(sender: sender, sequence: sequence)) == nil {
      doubled += 1
      return .again
    }
    if !isEarly || id <= lastID { outOfOrder += 1 }
    if isEarly {
      for passed in expected..<sequence {
        missing.insert(Missing(sender: sender, sequence: passed))
      }
      next[sender] = sequence + 1
    }
    lastID = max(lastID, id)
    return .first
  }

  /// What is wrong, when each sender has sent `sent` messages and no more will come.
  func flaws(sent: [UInt64]) -> Flaws {
    var lost = missing.count
    for (sender, count) in sent.enumerated() where next[sender] <= count {
      lost += Int(count - next[sender] + 1)
    }
    return Flaws(lost: lost, doubled: doubled, outOfOrder: outOfOrder)
  }
}
