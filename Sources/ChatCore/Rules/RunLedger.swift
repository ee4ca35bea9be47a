/// How far the runs of everybody's client programs have come.
public struct RunLedger: Sendable {
  /// More runs than this are not remembered for one account: the one that did nothing for longest goes first.
  public static let runsPerAccount = 32

  private struct Line {
    let run: UInt64
    var progress = RunProgress()
    /// Requests above `progress.last` that came to nothing because of the disk, in growing order. They may be sent again
    /// until something later has been decided on: from then on they would break the sender's order, and count as refused.
    var open: [UInt64] = []

    mutating func advance(to number: UInt64, refused: Bool) {
      while let first = open.first, first <= number {
        open.removeFirst()
        if first < number {
          progress.advance(to: first, refused: true)
        }
      }
      progress.advance(to: number, refused: refused)
    }

    mutating func leaveOpen(_ number: UInt64) {
      guard number > progress.last, !open.contains(number) else { return }
      let place = open.firstIndex { $0 > number } ?? open.endIndex
      open.insert(number, at: place)
      if let newest = open.last, newest >= RunProgress.remembered {
        open.removeAll { $0 <= newest - RunProgress.remembered }
      }
    }
  }

  /// By account; the run that did something last stands last.
  private var runs: [AccountID: [Line]] = [:]

  /// A ledger of these runs, of which the first did nothing for longest.
  public init(_ runs: [KnownRun] = []) {
    for run in runs {
      self.runs[run.key.account, default: []].append(Line(run: run.key.run, progress: run.progress))
    }
  }

  /// What became of `request` of `account`; nil when it is new.
  public func outcome(of request: ClientRequestID, from account: AccountID) -> RunProgress.Outcome? {
    progress(of: RunKey(account: account, run: request.run))?.outcome(of: request.number)
  }

  /// How far `run` has come; nil when nothing is known of it.
  public func progress(of run: RunKey) -> RunProgress? {
    runs[run.account]?.last { $0.run == run.run }?.progress
  }

  /// Notes that `request` of `account` was decided on.
  public mutating func advance(_ account: AccountID, to request: ClientRequestID, refused: Bool) {
    update(request.run, of: account) { $0.advance(to: request.number, refused: refused) }
  }

  /// Notes that `request` of `account` was not taken because of the disk: it may be sent again under its number, as long
  /// as nothing later has been decided on.
  public mutating func leaveOpen(_ request: ClientRequestID, of account: AccountID) {
    update(request.run, of: account) { $0.leaveOpen(request.number) }
  }

  /// Goes back to what the store holds. What was decided on since then came to nothing and may be sent again: `lost`, in
  /// the order of their numbers, and what was refused. Accounts that `isThere` knows nothing of are forgotten.
  public mutating func recover(
    _ stored: [KnownRun], lost: [RequestOrigin], isThere: (AccountID) -> Bool
  ) {
    let known = runs
    self = RunLedger(stored)
    for (account, lines) in known where isThere(account) {
      for line in lines {
        update(line.run, of: account) { recovered in
          for number in line.progress.refused + line.open {
            recovered.leaveOpen(number)
          }
        }
      }
    }
    for origin in lost where isThere(origin.account) {
      leaveOpen(origin.request, of: origin.account)
    }
  }

  /// Forgets every run of `account`.
  public mutating func remove(_ account: AccountID) {
    runs[account] = nil
  }

  /// Changes the line of `run`, which becomes the last one, in place: this is done for every message.
  private mutating func update<Result>(_ run: UInt64, of account: AccountID, _ change: (inout Line) -> Result) -> Result
  {
    Self.update(run, in: &runs[account, default: []], change)
  }

  private static func update<Result>(_ run: UInt64, in lines: inout [Line], _ change: (inout Line) -> Result) -> Result
  {
    if lines.last?.run != run {
      let known = lines.lastIndex { $0.run == run }
      lines.append(known.map { lines.remove(at: $0) } ?? Line(run: run))
      if lines.count > runsPerAccount {
        lines.removeFirst(lines.count - runsPerAccount)
      }
    }
    return change(&lines[lines.count - 1])
  }
}
