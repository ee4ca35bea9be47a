import ChatCore

/// A clock that stands until a test moves it. The time of day can be set apart from the steady clock.
public struct ManualClock: Sendable {
  /// What the rules are told.
  public private(set) var now: Moment

  /// A clock at a fixed moment: 2014-03-04 20:32:30 UTC, the day of the original's transcripts.
  public init() {
    now = Moment(
      uptime: Uptime(nanoseconds: 1_000_000_000_000), wall: WallTime(microseconds: 1_393_965_150_000_000))
  }

  /// Lets both clocks go on by `seconds`.
  public mutating func advance(by seconds: Double) {
    now = Moment(
      uptime: now.uptime.advanced(bySeconds: seconds),
      wall: WallTime(microseconds: now.wall.microseconds + Int64(seconds * 1_000_000)))
  }

  /// Somebody sets the time of day; the steady clock does not notice.
  public mutating func setWall(forwardBy seconds: Double) {
    now = Moment(
      uptime: now.uptime, wall: WallTime(microseconds: now.wall.microseconds + Int64(seconds * 1_000_000)))
  }
}
