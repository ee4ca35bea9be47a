/// Gives the entries of a log that lives on one machine their ids, so that none is ever given twice.
///
/// Ids come from blocks whose bound is committed before use. A crash forgets which ids of a block were given, so every
/// start begins above the committed bound.
public struct EntryIDAllocator: Sendable {
  /// So many ids are made available at once. Half a block is far more than may be uncommitted at any moment.
  public static let blockSize: Int64 = 1 << 20

  private var next: Int64
  private var granted: Int64
  private var requested: Int64

  /// An allocator that gives no id up to `bound`, and none at all before the first `grant`.
  public init(after bound: EntryID) {
    next = bound.rawValue + 1
    granted = bound.rawValue
    requested = bound.rawValue
  }

  /// An allocator for a log in which the last entry tells the id of the next one: none of its ids is granted.
  static func unbounded() -> EntryIDAllocator {
    var ids = EntryIDAllocator(after: .zero)
    ids.grant(EntryID(rawValue: .max))
    return ids
  }

  /// The bound to commit next; nil while enough ids are left or asked for.
  public mutating func boundToCommit() -> EntryID? {
    guard requested - next < Self.blockSize / 2 else { return nil }
    requested = max(requested, next) + Self.blockSize
    return EntryID(rawValue: requested)
  }

  /// A bound to commit although enough ids are left: writing it shows whether the store takes anything at all.
  public mutating func boundToProbe() -> EntryID {
    // Where none was ever granted, one id would not reach for the first turn.
    requested = max(requested, next) + (next > granted ? Self.blockSize : 1)
    return EntryID(rawValue: requested)
  }

  /// `bound` is committed.
  public mutating func grant(_ bound: EntryID) {
    granted = max(granted, bound.rawValue)
  }

  /// The commit of the last bound failed: it has to be asked for again.
  public mutating func requestFailed() {
    requested = granted
  }

  /// The next id, which must lie within the committed bound.
  public mutating func take() -> EntryID {
    precondition(next <= granted, "an id was taken beyond the committed bound")
    defer { next += 1 }
    return EntryID(rawValue: next)
  }
}
