/// Who takes nothing from whom, now and at every earlier place of the log.
///
/// This is half of the one visibility rule (`isVisible`): blocks decide about what is sent while they last, never about
/// what was sent before or is sent after.
///
/// A block outlives the account that it was made against: whoever blocks somebody has not ended that because the other one
/// has. It is there to be ended, and passes to the next account of the name (`pass`).
public struct BlockBook: Sendable {
  /// By blocker and blocked, in the order of their start; they never overlap.
  private var intervals: [AccountID: [AccountID: [BlockInterval]]] = [:]
  /// By the one who is blocked now: those who block, who are never none.
  private var current: [AccountID: Set<AccountID>] = [:]
  /// Of those who are blocked now, the last message that was sent since the book was made.
  private var lastSent: [AccountID: EntryID] = [:]
  /// Who ceased to block whom, at which entry, that may be newer than what was shown last: who blocked then is not shown
  /// what was sent then.
  private var ended: [(blocked: AccountID, blocker: AccountID, end: EntryID)] = []
  /// By the one who is blocked now by an inherited block: those who do not know it yet, who are never none.
  private var untold: [AccountID: Set<AccountID>] = [:]
  /// Up to here nothing is known of what was sent.
  private var unknownThrough = EntryID.zero

  /// A book of these intervals; what is newer than `shownThrough` is still to be shown.
  public init(_ intervals: [BlockInterval] = [], shownThrough: EntryID? = nil) {
    for interval in intervals.sorted(by: { $0.start < $1.start }) {
      self.intervals[interval.blocker, default: [:]][interval.blocked, default: []].append(interval)
      if interval.end == nil {
        current[interval.blocked, default: []].insert(interval.blocker)
        if interval.isUntold {
          untold[interval.blocked, default: []].insert(interval.blocker)
        }
      }
      if let end = interval.end, let shownThrough, end > shownThrough {
        ended.append((interval.blocked, interval.blocker, end))
      }
      unknownThrough = max(unknownThrough, interval.start, interval.end ?? .zero)
    }
  }

  /// Whether `reader` may see `message`: it is to everybody or to the reader, it is no older than the reader's account,
  /// and the reader did not block its sender when it was sent.
  public func isVisible(_ message: ChatMessage, to reader: AccountID) -> Bool {
    guard message.recipient == nil || message.recipient == reader, message.id.rawValue > reader.rawValue else {
      return false
    }
    return !isBlocked(message.sender, by: reader, at: message.id)
  }

  /// Whether `reader` may see `message` when looking back: what it could see then, and what it sent itself.
  public func isVisibleInPast(_ message: ChatMessage, to reader: AccountID) -> Bool {
    message.sender == reader && message.id.rawValue > reader.rawValue || isVisible(message, to: reader)
  }

  /// Whether what `sender` sent as entry `id` was blocked by `reader`.
  public func isBlocked(_ sender: AccountID, by reader: AccountID, at id: EntryID) -> Bool {
    guard let intervals = intervals[reader]?[sender] else { return false }
    // Somebody may have blocked and unblocked a thousand times, and has every message looked at when catching up.
    var low = 0
    var high = intervals.count
    while low < high {
      let middle = (low + high) / 2
      if intervals[middle].start < id {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low > 0 && intervals[low - 1].covers(id)
  }

  /// Whether `blocker` takes nothing from `blocked` now.
  public func isBlockedNow(_ blocked: AccountID, by blocker: AccountID) -> Bool {
    current[blocked]?.contains(blocker) ?? false
  }

  /// Those from whom `blocker` takes nothing now, in no order.
  public func blockedNow(by blocker: AccountID) -> [AccountID] {
    (intervals[blocker] ?? [:]).keys.filter { isBlockedNow($0, by: blocker) }
  }

  /// Those who took nothing from `blocked` at entry `id`, which must be newer than what was shown last (`forgetEnded`).
  public func blockers(of blocked: AccountID, at id: EntryID) -> [AccountID] {
    let now = current[blocked]
    guard now != nil || !ended.isEmpty else { return [] }
    var candidates = now ?? []
    for end in ended where end.blocked == blocked {
      candidates.insert(end.blocker)
    }
    return candidates.filter { isBlocked(blocked, by: $0, at: id) }
  }

  /// Everything up to `id` was shown: nobody asks any more who blocked whom before.
  public mutating func forgetEnded(through id: EntryID) {
    if !ended.isEmpty {
      ended.removeAll { $0.end <= id }
    }
  }

  /// Those who are blocked now, those too who are gone, in no order.
  public var blockedByAnybody: some Collection<AccountID> {
    current.keys
  }

  /// Those who take nothing from `blocked` now.
  public func blockers(of blocked: AccountID) -> Set<AccountID> {
    current[blocked] ?? []
  }

  /// `blocker` takes nothing from `blocked` after entry `id`; nothing changes when that holds already.
  public mutating func block(_ blocked: AccountID, by blocker: AccountID, at id: EntryID) {
    guard current[blocked, default: []].insert(blocker).inserted else { return }
    intervals[blocker, default: [:]][blocked, default: []].append(
      BlockInterval(blocker: blocker, blocked: blocked, start: id))
  }

  /// `blocker` takes messages from `blocked` again after entry `id`; nothing changes when nothing was blocked.
  ///
  /// - Returns: the stretch that has ended, if it is known that `blocked` has sent nothing in it: it is forgotten, so that
  ///   who blocks and unblocks all day leaves nothing behind.
  @discardableResult
  public mutating func unblock(_ blocked: AccountID, by blocker: AccountID, at id: EntryID) -> BlockInterval? {
    guard current[blocked]?.contains(blocker) == true, var ended = intervals[blocker]?[blocked]?.popLast() else {
      return nil
    }
    let isEmpty = ended.start > unknownThrough && lastSent[blocked, default: .zero] < ended.start
    endBlock(of: blocked, by: blocker)
    ended.end = id
    guard isEmpty else {
      intervals[blocker]?[blocked]?.append(ended)
      self.ended.append((blocked, blocker, id))
      return nil
    }
    if intervals[blocker]?[blocked]?.isEmpty == true {
      intervals[blocker]?[blocked] = nil
    }
    return ended
  }

  /// Passes the blocks against `former`, who is gone, to `heir`, who has the name from entry `id` on.
  ///
  /// - Returns: the stretches against `former` that are forgotten, as `unblock` returns them.
  public mutating func pass(from former: AccountID, to heir: AccountID, at id: EntryID) -> [BlockInterval] {
    blockers(of: former).sorted { $0.rawValue < $1.rawValue }.compactMap { blocker in
      let ended = unblock(former, by: blocker, at: id)
      if current[heir, default: []].insert(blocker).inserted {
        intervals[blocker, default: [:]][heir, default: []].append(
          BlockInterval(blocker: blocker, blocked: heir, start: id, isUntold: true))
        untold[heir, default: []].insert(blocker)
      }
      return ended
    }
  }

  /// Those who block `heir` because they blocked an earlier account of the name, and do not know it yet.
  public func untoldBlockers(of heir: AccountID) -> Set<AccountID> {
    untold[heir] ?? []
  }

  /// Those whom `blocker` blocks without knowing it, as above.
  public func untoldBlocked(by blocker: AccountID) -> [AccountID] {
    untold.isEmpty ? [] : untold.filter { $0.value.contains(blocker) }.map(\.key)
  }

  /// Notes that `blocker` knows that the block holds for `heir`.
  ///
  /// - Returns: the stretch of blocking that is told of; nil when there was nothing to tell.
  public mutating func told(_ blocker: AccountID, of heir: AccountID) -> BlockInterval? {
    guard untold[heir]?.remove(blocker) != nil, let last = intervals[blocker]?[heir]?.indices.last else { return nil }
    if untold[heir]?.isEmpty == true {
      untold[heir] = nil
    }
    intervals[blocker]?[heir]?[last].isUntold = false
    return intervals[blocker]?[heir]?[last]
  }

  /// Notes that `sender` has sent entry `id`, newer than all before. This is done for every message.
  public mutating func sent(_ id: EntryID, by sender: AccountID) {
    if !current.isEmpty, current[sender] != nil {
      lastSent[sender] = id
    }
  }

  /// Forgets every block by `account`. Those against it stay, and hold: what it sent is still there, and still not for
  /// them, and the person may come back.
  public mutating func remove(_ account: AccountID) {
    for blocked in (intervals.removeValue(forKey: account) ?? [:]).keys {
      endBlock(of: blocked, by: account)
    }
  }

  private mutating func endBlock(of blocked: AccountID, by blocker: AccountID) {
    current[blocked]?.remove(blocker)
    untold[blocked]?.remove(blocker)
    if untold[blocked]?.isEmpty == true {
      untold[blocked] = nil
    }
    if current[blocked]?.isEmpty == true {
      current[blocked] = nil
      lastSent[blocked] = nil
    }
  }
}
