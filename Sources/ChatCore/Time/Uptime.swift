/// A reading of a clock that never goes back, whatever is done to the time of day. Every rule measures with it.
public struct Uptime: Hashable, Comparable, Sendable {
  /// Nanoseconds since some fixed moment of this machine's run; may be negative for what happened before it.
  public let nanoseconds: Int64

  /// A reading `nanoseconds` after the fixed moment.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The seconds from `earlier` to this reading.
  public func seconds(since earlier: Uptime) -> Double {
    Double(nanoseconds - earlier.nanoseconds) / 1_000_000_000
  }

  /// The reading `seconds` later (earlier when negative).
  public func advanced(bySeconds seconds: Double) -> Uptime {
    Uptime(nanoseconds: nanoseconds + Int64((seconds * 1_000_000_000).rounded()))
  }

  /// Earlier first.
  public static func < (left: Uptime, right: Uptime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
