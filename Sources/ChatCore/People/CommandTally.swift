/// Keeps the server log readable when somebody pumps: past 20 commands in a second, one counting line a second.
public struct CommandTally: Hashable, Sendable {
  /// So many commands of one session are logged one by one each second.
  public static let loggedPerSecond = 20

  // Everybody who is online has one of these: 32 bits are enough.
  private var second: Int32 = .min
  private var count: Int32 = 0

  /// Nothing counted yet.
  public init() {}

  /// What to log for a command at `now`.
  public enum Verdict: Hashable, Sendable {
    /// Log it; and before it say that so many were left out in an earlier second (0: none).
    case log(leftOutBefore: Int)
    /// Leave it out.
    case leaveOut
  }

  /// Counts one command.
  public mutating func count(at now: Uptime) -> Verdict {
    let current = Self.second(of: now)
    guard current != second else {
      count += 1
      return count > Self.loggedPerSecond ? .leaveOut : .log(leftOutBefore: 0)
    }
    let leftOut = takeLeftOut()
    second = current
    count = 1
    return .log(leftOutBefore: leftOut)
  }

  /// Whether some were left out and not told of yet.
  var leavesOut: Bool {
    count > Self.loggedPerSecond
  }

  /// The same as `takeLeftOut()`, but for those of a second that is still going on at `now`: none.
  mutating func takeLeftOut(before now: Uptime) -> Int {
    Self.second(of: now) == second ? 0 : takeLeftOut()
  }

  /// How many commands were left out and not told of yet; they count as told from here on.
  public mutating func takeLeftOut() -> Int {
    let leftOut = max(0, Int(count) - Self.loggedPerSecond)
    count -= Int32(leftOut)
    return leftOut
  }

  /// Only compared for being the same.
  private static func second(of moment: Uptime) -> Int32 {
    Int32(truncatingIfNeeded: moment.nanoseconds / 1_000_000_000)
  }
}
