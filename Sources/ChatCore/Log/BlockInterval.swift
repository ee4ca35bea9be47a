/// A stretch of the log in which one person takes nothing from another.
public struct BlockInterval: Hashable, Sendable {
  /// Who takes nothing.
  public let blocker: AccountID
  /// From whom.
  public let blocked: AccountID
  /// The entry that began it: messages after it are not taken.
  public let start: EntryID
  /// The entry that ended it: messages after it are taken again. Nil while it lasts.
  public var end: EntryID?
  /// Whether the block was made against an earlier account of the name, and `blocker` does not know yet that it holds for
  /// this one.
  public var isUntold: Bool

  /// An interval of these parts.
  public init(blocker: AccountID, blocked: AccountID, start: EntryID, end: EntryID? = nil, isUntold: Bool = false) {
    self.blocker = blocker
    self.blocked = blocked
    self.start = start
    self.end = end
    self.isUntold = isUntold
  }

  /// Whether a message with this id falls into the interval.
  public func covers(_ id: EntryID) -> Bool {
    guard id > start else { return false }
    return end.map { id < $0 } ?? true
  }
}
