/// The number of an account: the id of the log entry that registered it, so it is never used again.
public struct AccountID: AssignedNumber, Comparable {
  /// Positive for accounts; 0 is the system.
  public let rawValue: Int64

  /// Wraps a number read from the store.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// The system itself, as the sender of its own messages.
  public static let system = AccountID(rawValue: 0)

  /// The order of registration.
  public static func < (left: AccountID, right: AccountID) -> Bool {
    left.rawValue < right.rawValue
  }
}
