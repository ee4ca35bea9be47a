/// The number of a waiting file: taken from the log's ids when its upload began, so it is never used again.
public struct FileID: AssignedNumber, Comparable {
  /// Positive.
  public let rawValue: Int64

  /// Wraps a number read from the store or the wire.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// The order in which the files were stored.
  public static func < (left: FileID, right: FileID) -> Bool {
    left.rawValue < right.rawValue
  }
}
