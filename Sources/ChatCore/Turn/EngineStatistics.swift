/// Counts of what an engine has done, for `status`.
public struct EngineStatistics: Sendable {
  /// Messages taken since the start.
  public private(set) var messages: Int64 = 0
  /// Batches that reached the disk since the start.
  public internal(set) var commits: Int64 = 0
  /// Batches that did not.
  public internal(set) var failedCommits: Int64 = 0

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
  public mutating func messagesPerSecond(at now: Uptime) -> Double {
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
