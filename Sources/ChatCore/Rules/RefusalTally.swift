/// Keeps the server log readable while connections are refused: of each reason the first one is logged at once, and what
/// follows is counted and told every ten seconds.
public struct RefusalTally<Reason: Hashable & Sendable>: Sendable {
  /// Between two lines about one reason, in seconds.
  public static var interval: Double { 10 }

  private struct Line {
    var told: Uptime
    var untold = 0
  }

  private var lines: [Reason: Line] = [:]
  /// How many were refused, for whatever reason.
  public private(set) var total: Int64 = 0

  /// Nothing was refused.
  public init() {}

  /// Whether there is something that `takeDue` will tell.
  public var hasUntold: Bool {
    lines.values.contains { $0.untold > 0 }
  }

  /// Counts a refusal; true when it is to be logged by itself.
  public mutating func count(_ reason: Reason, at now: Uptime) -> Bool {
    total += 1
    if let line = lines[reason], line.untold > 0 || now.seconds(since: line.told) < Self.interval {
      lines[reason]?.untold += 1
      return false
    }
    lines[reason] = Line(told: now)
    return true
  }

  /// What was counted and has to be told at `now`.
  public mutating func takeDue(at now: Uptime) -> [(reason: Reason, count: Int)] {
    var due: [(reason: Reason, count: Int)] = []
    for (reason, line) in lines where line.untold > 0 && now.seconds(since: line.told) >= Self.interval {
      due.append((reason, line.untold))
      lines[reason] = Line(told: now)
    }
    return due
  }
}
