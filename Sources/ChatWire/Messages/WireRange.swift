import ChatCore

/// What numbers from a stranger may be: nothing that is added to them or made of them later can overflow.
enum WireRange {
  /// Of entries and files.
  static let ids = EntryID.sane
  /// Of requests and transfers.
  static let numbers: ClosedRange<UInt64> = 1...(1 << 62)
  /// Of files, in bytes, and of the counts in refusals.
  static let sizes: ClosedRange<Int64> = 0...(1 << 62)
  /// Of times that people wait.
  static let seconds: ClosedRange<Double> = 0...Parameters.longest
}
