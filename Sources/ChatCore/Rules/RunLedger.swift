/// How far the runs of everybody's client programs have come.
public struct RunLedger: Sendable {
  /// More runs than this are not remembered for one account: the one that did nothing for longest goes first.
  public static let runsPerAccount = 32

  /// By account; the run that did something last stands last.
  private var runs: [AccountID: [(run: UInt64, progress: RunProgress)]] = [:]

  /// A ledger of these runs.
  public init(_ runs: [RunKey: RunProgress] = [:]) {
    for (key, progress) in runs {
      self.runs[key.account, default: []].append((key.run, progress))
    }
  }

  /// What became of `request` of `account`; nil when it is new.
  public func outcome(of request: ClientRequestID, from account: AccountID) -> RunProgress.Outcome? {
    runs[account]?.last { $0.run == request.run }?.progress.outcome(of: request.number)
  }

  /// Notes that `request` of `account` was decided on, and says how far its run has come now.
  @discardableResult
  public mutating func advance(
    _ account: AccountID, to request: ClientRequestID, refused: Bool
  ) -> RunProgress {
    let known = runs[account]?.lastIndex { $0.run == request.run }
    if let known, let count = runs[account]?.count, known == count - 1 {
      runs[account]?[known].progress.advance(to: request.number, refused: refused)
    } else {
      var entry = known.flatMap { runs[account]?.remove(at: $0) } ?? (run: request.run, progress: RunProgress())
      entry.progress.advance(to: request.number, refused: refused)
      runs[account, default: []].append(entry)
      if let count = runs[account]?.count, count > Self.runsPerAccount {
        runs[account]?.removeFirst(count - Self.runsPerAccount)
      }
    }
    return runs[account]?.last?.progress ?? RunProgress()
  }

  /// Forgets every run of `account`.
  public mutating func remove(_ account: AccountID) {
    runs[account] = nil
  }
}
