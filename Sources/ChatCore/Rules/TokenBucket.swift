/// Allows so much at once and so much over time. Whole numbers throughout: it never drifts.
public struct TokenBucket: Hashable, Sendable {
  /// In parts of a token, see `TokenRate.period`; below zero for what was taken on credit.
  private(set) var level: Int64
  private var time: Uptime

  /// A full bucket at `now`.
  public init(_ rate: TokenRate, at now: Uptime) {
    level = rate.full
    time = now
  }

  /// Takes a token if there is one.
  public mutating func take(_ rate: TokenRate, at now: Uptime) -> Bool {
    settle(rate, at: now)
    guard level >= rate.period else { return false }
    level -= rate.period
    return true
  }

  /// Takes `count` tokens whether or not there are so many.
  ///
  /// - Returns: in how many nanoseconds the bucket will owe nothing; 0 when it doesn't.
  public mutating func takeOnCredit(_ rate: TokenRate, count: Int64 = 1, at now: Uptime) -> Int64 {
    settle(rate, at: now)
    level -= count * rate.period
    return rate.nanoseconds(for: -level)
  }

  /// Puts a token back.
  public mutating func giveBack(_ rate: TokenRate, at now: Uptime) {
    settle(rate, at: now)
    level = min(rate.full, level + rate.period)
  }

  /// Goes on with another rate at `now`: what was taken and has not come back is missing in the new one too.
  public mutating func change(from old: TokenRate, to new: TokenRate, at now: Uptime) {
    settle(old, at: now)
    let missing = Double(old.full - level) / Double(old.period)
    level = new.full - Int64(missing * Double(new.period))
  }

  /// In how many nanoseconds there will be a token; 0 when there is one.
  public func nanosecondsToToken(_ rate: TokenRate, at now: Uptime) -> Int64 {
    var settled = self
    settled.settle(rate, at: now)
    return rate.nanoseconds(for: rate.period - settled.level)
  }

  /// In how many nanoseconds it will be full; 0 when it is.
  public func nanosecondsToFull(_ rate: TokenRate, at now: Uptime) -> Int64 {
    var settled = self
    settled.settle(rate, at: now)
    return rate.nanoseconds(for: rate.full - settled.level)
  }

  /// Whether it is full, and so like one that nobody ever took from.
  public func isFull(_ rate: TokenRate, at now: Uptime) -> Bool {
    nanosecondsToFull(rate, at: now) == 0
  }

  /// Lets in what has come since it was looked at last.
  private mutating func settle(_ rate: TokenRate, at now: Uptime) {
    let elapsed = now.nanoseconds - time.nanoseconds
    guard elapsed > 0 else { return }
    time = now
    let missing = rate.full - level
    // Compared before it is multiplied: a bucket that nobody looked at for a year must not overflow.
    level = elapsed >= rate.nanoseconds(for: missing) ? rate.full : level + elapsed * rate.refill
  }
}
