/// How many tokens a bucket holds and how fast it fills.
public struct TokenRate: Hashable, Sendable {
  /// The tokens of a full bucket.
  public let capacity: Int64
  /// So many tokens come in one period, evenly.
  let refill: Int64
  /// In nanoseconds. A bucket counts in parts, of which a token has as many as a period has nanoseconds: so every
  /// nanosecond brings a whole number of parts, and nothing is ever rounded.
  let period: Int64

  /// A bucket of `capacity` tokens that gets `refill` new ones every `seconds` seconds, to the nanosecond; all above 0, and
  /// so that capacity times seconds stays below 9 * 10^9.
  public init(capacity: Int64, refill: Int64, perSeconds seconds: Double) {
    precondition(capacity > 0 && refill > 0 && seconds > 0, "a bucket that never fills")
    self.capacity = capacity
    self.refill = refill
    period = Int64((seconds * 1_000_000_000).rounded())
  }

  /// The parts of a full bucket.
  var full: Int64 { capacity * period }

  /// After how many nanoseconds so many parts have come.
  func nanoseconds(for parts: Int64) -> Int64 {
    parts <= 0 ? 0 : (parts - 1) / refill + 1
  }
}
