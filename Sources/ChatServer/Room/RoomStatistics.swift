import ChatCore

/// What the room's queue counts for `status`.
struct RoomStatistics: Sendable {
  /// Messages taken since the start.
  private(set) var messages: Int64 = 0
  /// Commits since the start, and those of them that failed.
  var commits: Int64 = 0
  var failedCommits: Int64 = 0

  /// Over so many seconds the rate is taken.
  private static let window: Int64 = 10

  private var perSecond = [Int64](repeating: 0, count: Int(window))
  private var second: Int64 = 0

  /// Counts a message at `now`.
  mutating func countMessage(at now: Uptime) {
    messages += 1
    roll(to: now)
    perSecond[Int(second % Self.window)] += 1
  }

  /// Messages a second, over the last ten seconds.
  mutating func messagesPerSecond(at now: Uptime) -> Double {
    roll(to: now)
    return Double(perSecond.reduce(0, +)) / Double(Self.window)
  }

  private mutating func roll(to now: Uptime) {
    let current = now.nanoseconds / 1_000_000_000
    guard current > second else { return }
    for passed in max(second + 1, current - Self.window + 1)...current {
      perSecond[Int(passed % Self.window)] = 0
    }
    second = current
  }
}
