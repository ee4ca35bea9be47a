/// How far one run of one person's client program has come: what tells a request sent again from a new one.
///
/// Nothing is claimed as carried out that is not known to have been. A client has at most `window` unanswered requests, and
/// what it acknowledges takes numbers too, so what lies further back than `remembered` numbers is never sent again by a
/// client that counts as it should; to another one it counts as refused.
public struct RunProgress: Hashable, Sendable {
  /// How many unanswered requests a client may have.
  public static let window: UInt64 = 256
  /// Over how many numbers back is remembered what became of each.
  public static let remembered: UInt64 = 4_096

  /// The highest number that was decided on.
  public private(set) var last: UInt64
  /// The remembered numbers up to `last` that were refused, or that no request had; usually few stretches.
  public private(set) var refused: RequestNumbers

  /// What became of a request that was decided on before.
  public enum Outcome: Hashable, Sendable {
    /// It was carried out.
    case done
    /// It was refused, or never came, or is so far back that nobody knows.
    case refused
  }

  /// Progress read from the store; 0 and nothing refused for a new run.
  public init(last: UInt64 = 0, refused: RequestNumbers = []) {
    self.last = last
    self.refused = refused
  }

  /// What became of request `number`; nil when it is new.
  public func outcome(of number: UInt64) -> Outcome? {
    guard number <= last else { return nil }
    let isRemembered = number > 0 && last - number < Self.remembered
    return isRemembered && !refused.contains(number) ? .done : .refused
  }

  /// Notes that request `number` was decided on. Of the numbers that it leaves out those were requests that `passed` holds:
  /// of such as change nothing that has to be remembered. Of the rest, `leastGap` or more in a row count as refused; fewer are
  /// nobody's, and are not noted, since a client may leave out what it likes with each request.
  public mutating func advance(
    to number: UInt64, refused isRefused: Bool, over passed: RequestNumbers = [], leastGap: UInt64 = 1
  ) {
    // An upload may end long after its offer, whose number is one of those that were passed.
    guard number > last else { return }
    if number - last > leastGap {
      for gap in passed.gaps(in: last + 1...number - 1) where gap.upperBound - gap.lowerBound >= leastGap - 1 {
        refused.append(gap)
      }
    }
    if isRefused {
      refused.append(number...number)
    }
    reach(number)
  }

  /// Notes that request `number` has its place in the log, and that of those before it `numbers` were refused.
  public mutating func advance(to number: UInt64, after numbers: RequestNumbers, refused isRefused: Bool) {
    guard number > last else { return }
    for stretch in numbers.above(last).stretches { refused.append(stretch) }
    if isRefused {
      refused.append(number...number)
    }
    reach(number)
  }

  private mutating func reach(_ number: UInt64) {
    last = number
    if last >= Self.remembered {
      refused.forget(through: last - Self.remembered)
    }
  }
}

/// How far a run of one person's client program has come, as the store knows it.
public struct KnownRun: Hashable, Sendable {
  /// Which run.
  public let key: RunKey
  /// How far it has come.
  public var progress: RunProgress

  /// A run of these parts.
  public init(key: RunKey, progress: RunProgress) {
    self.key = key
    self.progress = progress
  }
}

/// Names one run of one person's client program.
public struct RunKey: Hashable, Sendable {
  /// Whose.
  public let account: AccountID
  /// The client program's random number.
  public let run: UInt64

  /// A key of these parts.
  public init(account: AccountID, run: UInt64) {
    self.account = account
    self.run = run
  }
}
