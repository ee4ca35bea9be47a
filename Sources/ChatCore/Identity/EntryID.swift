/// The number of an entry in the room's one append-only log.
///
/// Ids only grow and none is given twice, even across crashes: they come from blocks whose bound is committed before
/// use. There may be gaps.
public struct EntryID: AssignedNumber, Comparable {
  /// Positive for entries; 0 stands before the first one.
  public let rawValue: Int64

  /// Wraps a number read from the store or the wire.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// What the numbers of entries, and of what is numbered by them, may be where they come from elsewhere: nothing that is
  /// added to them can overflow.
  public static let sane: ClosedRange<Int64> = 1...(1 << 62)

  /// Before every entry.
  public static let zero = EntryID(rawValue: 0)

  /// The id `distance` places further on.
  public func advanced(by distance: Int64) -> EntryID {
    EntryID(rawValue: rawValue + distance)
  }

  /// The order of the log.
  public static func < (left: EntryID, right: EntryID) -> Bool {
    left.rawValue < right.rawValue
  }
}
