/// How far the runs of everybody's client programs have come.
public struct RunLedger: Sendable {
  /// More runs than this are not remembered for one account: the one that did nothing for longest goes first.
  public static let runsPerAccount = 32

  private struct Line {
    let run: UInt64
    var progress = RunProgress()
    /// What is above `progress.last` and changed nothing that has to be remembered: acknowledgements, questions, log-ins.
    var passed: RequestNumbers = []
    /// Whether any number that is left out may be that of a request which came to nothing.
    var expectsGaps = false

    mutating func advance(to number: UInt64, refused: Bool, leastGap: UInt64) {
      progress.advance(to: number, refused: refused, over: passed, leastGap: expectsGaps ? 1 : leastGap)
      passed.forget(through: number)
    }

    mutating func pass(_ number: UInt64) {
      guard number > progress.last else { return }
      passed.append(number...number)
      if number >= RunProgress.remembered {
        passed.forget(through: number - RunProgress.remembered)
      }
    }
  }

  /// By account; the run that did something last stands last.
  private var runs: [AccountID: [Line]] = [:]
  /// Gaps between numbers that are shorter than this are nobody's requests. A client has answers to all numbers before the
  /// newest but for a window of them.
  private var leastGap = RunProgress.window

  /// A ledger of these runs, of which the first did nothing for longest.
  public init(_ runs: [KnownRun] = []) {
    for run in runs {
      // What came to nothing before the end of that server, nobody knows here.
      self.runs[run.key.account, default: []].append(
        Line(run: run.key.run, progress: run.progress, expectsGaps: true))
    }
  }

  /// From now on any number that is left out may be that of a request which came to nothing, since nothing can be stored.
  public mutating func expectGaps() {
    leastGap = 1
  }

  /// The run was there before: on an earlier connection, perhaps to an earlier server, and some of its requests may have come
  /// to nothing.
  public mutating func expectGaps(of run: RunKey) {
    update(run.run, of: run.account) { $0.expectsGaps = true }
  }

  /// What became of `request` of `account`; nil when it is new.
  public func outcome(of request: ClientRequestID, from account: AccountID) -> RunProgress.Outcome? {
    progress(of: RunKey(account: account, run: request.run))?.outcome(of: request.number)
  }

  /// How far `run` has come; nil when nothing is known of it.
  public func progress(of run: RunKey) -> RunProgress? {
    runs[run.account]?.last { $0.run == run.run }?.progress
  }

  /// Notes that `request` of `account` was decided on. What was not taken before it because of the disk would break the
  /// sender's order from now on, and counts as refused, as do many numbers that were left out.
  public mutating func advance(_ account: AccountID, to request: ClientRequestID, refused: Bool) {
    let leastGap = leastGap
    update(request.run, of: account) { $0.advance(to: request.number, refused: refused, leastGap: leastGap) }
  }

  /// Notes that `request` of `account` came, and changed nothing that has to be remembered. Runs that nothing else is
  /// known of stay unknown: who only listens costs nothing.
  public mutating func pass(_ request: ClientRequestID, of account: AccountID) {
    Self.pass(request, in: &runs[account], expectsGaps: leastGap == 1)
  }

  private static func pass(_ request: ClientRequestID, in lines: inout [Line]?, expectsGaps: Bool) {
    guard let place = lines?.lastIndex(where: { $0.run == request.run }) else { return }
    guard expectsGaps || lines?[place].expectsGaps == true else { return }
    lines?[place].pass(request.number)
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
