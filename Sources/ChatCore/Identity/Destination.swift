/// The destination of a message: everybody, or one person.
///
/// One number, as the store and the order of a reader's messages want it: 0 is everybody, n the person of that number; those
/// below 0 are kept for rooms.
public struct Destination: RawRepresentable, Hashable, Sendable {
  /// The number, as above.
  public let rawValue: Int64

  /// Wraps a number read from the store or the wire.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// Everybody, which is the log that all follow.
  public static let everybody = Destination(rawValue: 0)

  /// The mailbox of `account`.
  public static func person(_ account: AccountID) -> Destination {
    Destination(rawValue: account.rawValue)
  }

  /// The one account that it is; nil when it is more than one.
  public var person: AccountID? {
    rawValue > 0 ? AccountID(rawValue: rawValue) : nil
  }
}
