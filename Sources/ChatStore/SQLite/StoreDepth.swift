/// How closely a store is looked at before anything is done with it.
///
/// All depths look by the same code (`StoreInspection`) and in the same order; what the shallow ones leave out is what costs
/// the more the more messages there are. A row that is found bad later is passed over (`MessageRow`).
public enum StoreDepth: Sendable {
  /// As a server does at its start, which nobody shall have to wait for: everything of a store of at most `small` bytes. Of a
  /// larger one whether it is ours and has our tables, the counters, the first and last number of each table, and all that
  /// is loaded, which is everything but the messages; not the soundness of its pages, nor message by message.
  case start
  /// Everything but whether the entries of indexes agree with their tables.
  case quick
  /// Everything, in a time that grows with the store.
  case full

  /// The size in bytes up to which all depths are one: that much is looked through in some 50 ms.
  static let small: Int64 = 8 << 20
}
