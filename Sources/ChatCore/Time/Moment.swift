/// Now, as it is passed in to the rules: one reading of each clock.
public struct Moment: Hashable, Sendable {
  /// What the rules measure with.
  public let uptime: Uptime
  /// What people and the store see.
  public let wall: WallTime

  /// A moment of these two readings.
  public init(uptime: Uptime, wall: WallTime) {
    self.uptime = uptime
    self.wall = wall
  }

  /// The reading of the steady clock when it was `time`, seen from this moment.
  ///
  /// For what the store kept over a restart. A time in the future (the clock was set back meanwhile) counts as now.
  public func uptime(at time: WallTime) -> Uptime {
    let (elapsed, overflow) = wall.microseconds.subtractingReportingOverflow(time.microseconds)
    let limit: Int64 = 100 * 365 * 86_400 * 1_000_000
    let age = overflow ? limit : min(max(0, elapsed), limit)
    return Uptime(nanoseconds: uptime.nanoseconds - age * 1_000)
  }
}
