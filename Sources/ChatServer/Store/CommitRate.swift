import ChatCore

/// How many messages a second are committed. Pure: it is told the time.
struct CommitRate {
  private static let window: Int64 = 1_000_000_000

  private var start = Uptime(nanoseconds: 0)
  private var count = 0
  /// Of the last window that has ended.
  private var last = 0

  /// Counts messages that were committed at `now`.
  mutating func count(_ messages: Int, at now: Uptime) {
    roll(to: now)
    count += messages
  }

  /// The messages of the last second that has ended, or of this one where they are more already.
  mutating func perSecond(at now: Uptime) -> Int {
    roll(to: now)
    return max(last, count)
  }

  private mutating func roll(to now: Uptime) {
    let passed = now.nanoseconds - start.nanoseconds
    guard passed >= Self.window else { return }
    last = passed < 2 * Self.window ? count : 0
    count = 0
    start = now
  }
}
