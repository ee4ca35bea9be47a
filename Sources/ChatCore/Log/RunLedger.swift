/// How far the runs of everybody's client programs have come.
public struct RunLedger: Sendable {
  /// More runs than this are not remembered for one account: the one that did nothing for longest goes first.
  public static let runsPerAccount = 32

  private struct Line {
    let run: UInt64
    /// How far it has come in the log.
    var progress = RunProgress()
    /// How far it has come here, where that is further: what was refused, which the log is told with the next request, and
    /// what waits for its place there.
    var decided: RunProgress?
    /// What is above that and changed nothing that has to be remembered: acknowledgements, questions, log-ins.
    var passed: RequestNumbers = []
    /// Whether any number that is left out may be that of a request which came to nothing.
    var expectsGaps = false

    /// Whether anything of it is in the log.
    var isInLog: Bool { progress.last > 0 }

    func outcome(of number: UInt64) -> RunProgress.Outcome? {
      progress.outcome(of: number) ?? decided?.outcome(of: number)
    }

    /// Notes that request `number` was decided on, and that of the numbers which it leaves out, some may have been refused.
    mutating func decide(_ number: UInt64, refused: Bool, leastGap: UInt64) {
      var known = decided ?? progress
      decided = nil
      known.advance(to: number, refused: refused, over: passed, leastGap: expectsGaps ? 1 : leastGap)
      decided = known
      passed.forget(through: number)
    }

    mutating func advance(to number: UInt64, leastGap: UInt64) {
      if let decided {
        progress = decided
        self.decided = nil
      }
      progress.advance(to: number, refused: false, over: passed, leastGap: expectsGaps ? 1 : leastGap)
      passed.forget(through: number)
    }

    mutating func accept(_ number: UInt64, after refused: RequestNumbers, refused isRefused: Bool) {
      progress.advance(to: number, after: refused, refused: isRefused)
      if let known = decided, known.last <= progress.last { decided = nil }
    }

    mutating func pass(_ number: UInt64) {
      guard number > (decided ?? progress).last else { return }
      passed.append(number...number)
      if number >= RunProgress.remembered {
        passed.forget(through: number - RunProgress.remembered)
      }
    }
  }

  /// By account; of those that the log knows the one that did something last stands last.
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
    runs[account]?.last { $0.run == request.run }?.outcome(of: request.number)
  }

  /// How far `run` has come in the log; nil when nothing is known of it.
  public func progress(of run: RunKey) -> RunProgress? {
    runs[run.account]?.last { $0.run == run.run }?.progress
  }

  /// Notes that `request` of `account` was refused. The log hears of it with the next one that goes there: until then it may
  /// be decided on anew by another server, since nothing after it was.
  public mutating func refuse(_ request: ClientRequestID, of account: AccountID) {
    let leastGap = leastGap
    update(request.run, of: account) { $0.decide(request.number, refused: true, leastGap: leastGap) }
  }

  /// Notes that `request` of `account` goes into the log. What was not taken before it because of the disk would break the
  /// sender's order from now on, and counts as refused, as do many numbers that were left out.
  ///
  /// - Returns: those before it that were refused, which the log has to know.
  public mutating func propose(_ request: ClientRequestID, of account: AccountID) -> RequestNumbers {
    let leastGap = leastGap
    return update(request.run, of: account) { line in
      line.decide(request.number, refused: false, leastGap: leastGap)
      return line.decided?.refused.above(line.progress.last) ?? []
    }
  }

  /// Notes that `request` of `account` goes into a log of one's own and has its place there: what `propose` and `accept` say.
  public mutating func advance(_ account: AccountID, to request: ClientRequestID) {
    let leastGap = leastGap
    update(request.run, of: account, isAccepted: true) { $0.advance(to: request.number, leastGap: leastGap) }
  }

  /// Notes that `request` of `account` has its place in the log, or was found there to come too late, and that those before
  /// it were `refused`.
  public mutating func accept(
    _ request: ClientRequestID, of account: AccountID, after refused: RequestNumbers = [],
    refused isRefused: Bool = false
  ) {
    update(request.run, of: account, isAccepted: true) {
      $0.accept(request.number, after: refused, refused: isRefused)
    }
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

  /// How far each run has come in the log, in no order.
  var all: [KnownRun] {
    runs.flatMap { account, lines in
      lines.filter(\.isInLog).map { KnownRun(key: RunKey(account: account, run: $0.run), progress: $0.progress) }
    }
  }

  /// Forgets every run of `account`.
  public mutating func remove(_ account: AccountID) {
    runs[account] = nil
  }

  /// Changes the line of `run` in place: this is done for every message.
  private mutating func update<Result>(
    _ run: UInt64, of account: AccountID, isAccepted: Bool = false, _ change: (inout Line) -> Result
  ) -> Result {
    Self.update(run, in: &runs[account, default: []], isAccepted: isAccepted, change)
  }

  /// The log alone decides in which order the lines that it knows stand, and which of them goes: every server has the same.
  private static func update<Result>(
    _ run: UInt64, in lines: inout [Line], isAccepted: Bool, _ change: (inout Line) -> Result
  ) -> Result {
    if lines.last?.run == run, !isAccepted || lines[lines.count - 1].isInLog { return change(&lines[lines.count - 1]) }
    let known = lines.lastIndex { $0.run == run }
    if let known, !isAccepted { return change(&lines[known]) }
    lines.append(known.map { lines.remove(at: $0) } ?? Line(run: run))
    let result = change(&lines[lines.count - 1])
    let isInLog = lines[lines.count - 1].isInLog
    let alike = lines.indices.filter { lines[$0].isInLog == isInLog }
    if alike.count > runsPerAccount { lines.remove(at: alike[0]) }
    return result
  }
}
