/// How far one run of one person's client program has come: what tells a request sent again from a new one.
///
/// A client has at most `window` unanswered requests, and what it acknowledges takes numbers too, so what lies further back
/// than `remembered` numbers is never sent again.
public struct RunProgress: Hashable, Sendable {
  /// How many unanswered requests a client may have.
  public static let window: UInt64 = 256
  /// Over how many numbers back refusals are remembered.
  public static let remembered: UInt64 = 4_096

  /// The highest number that was decided on.
  public private(set) var last: UInt64
  /// The remembered numbers that were refused, in growing order; usually none.
  public private(set) var refused: [UInt64]

  /// What became of a request that was decided on before.
  public enum Outcome: Hashable, Sendable {
    /// It was carried out.
    case done
    /// It was refused.
    case refused
  }

  /// Progress read from the store; 0 and nothing refused for a new run.
  public init(last: UInt64 = 0, refused: [UInt64] = []) {
    self.last = last
    self.refused = refused
  }

  /// What became of request `number`; nil when it is new.
  public func outcome(of number: UInt64) -> Outcome? {
    guard number <= last else { return nil }
    return refused.contains(number) ? .refused : .done
  }

  /// Notes that request `number`, a new one, was decided on.
  public mutating func advance(to number: UInt64, refused isRefused: Bool) {
    last = max(last, number)
    if isRefused {
      refused.append(number)
    }
    if let oldest = refused.first, last >= Self.remembered, oldest <= last - Self.remembered {
      refused.removeAll { $0 <= last - Self.remembered }
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
