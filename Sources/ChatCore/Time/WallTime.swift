/// A time of day: for people to read and for the store to keep, never for measuring how long something took.
public struct WallTime: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01 00:00 UTC, leap seconds left out.
  public let microseconds: Int64

  /// A time `microseconds` after 1970-01-01 00:00 UTC.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// A time `seconds` after 1970-01-01 00:00 UTC, to the microsecond; clamped to what an Int64 holds.
  public init(seconds: Double) {
    let scaled = (seconds * 1_000_000).rounded()
    self.init(microseconds: scaled >= 9.2e18 ? .max : scaled <= -9.2e18 ? .min : Int64(scaled))
  }

  /// What the microseconds of a time may be that comes from elsewhere: through the year 9999. No clock of Linux goes further,
  /// and nothing that is added to one can overflow.
  public static let sane: ClosedRange<Int64> = 0...253_402_300_799_999_999

  /// Seconds since 1970-01-01 00:00 UTC.
  public var seconds: Double {
    Double(microseconds) / 1_000_000
  }

  /// Earlier first.
  public static func < (left: WallTime, right: WallTime) -> Bool {
    left.microseconds < right.microseconds
  }

  /// The time so many seconds later, to the microsecond; at most the last one of the year 9999.
  public func advanced(bySeconds seconds: Double) -> WallTime {
    WallTime(microseconds: min(microseconds + Int64((seconds * 1_000_000).rounded()), Self.sane.upperBound))
  }
}
