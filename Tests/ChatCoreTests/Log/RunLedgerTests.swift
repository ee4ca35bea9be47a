import ChatCore
import Testing

@Suite("Requests sent again")
struct RunLedgerTests {
  private let amy = AccountID(rawValue: 1)

  private func id(_ number: UInt64, run: UInt64 = 7) -> ClientRequestID {
    ClientRequestID(run: run, number: number)
  }

  private func known(_ run: UInt64, _ progress: RunProgress) -> KnownRun {
    KnownRun(key: RunKey(account: amy, run: run), progress: progress)
  }

  @Test func whatWasDecidedOnIsKnown() {
    var ledger = RunLedger()
    #expect(ledger.outcome(of: id(1), from: amy) == nil)
    ledger.decide(id(1), of: amy)
    ledger.refuse(id(2), of: amy)
    ledger.decide(id(5), of: amy)
    #expect(ledger.outcome(of: id(1), from: amy) == .done)
    #expect(ledger.outcome(of: id(2), from: amy) == .refused)
    #expect(ledger.outcome(of: id(5), from: amy) == .done)
    #expect(ledger.outcome(of: id(6), from: amy) == nil)
    #expect(ledger.outcome(of: id(1, run: 8), from: amy) == nil)
    #expect(ledger.outcome(of: id(1), from: AccountID(rawValue: 2)) == nil)
  }

  @Test func refusalsAreRememberedForLong() {
    let count = 3 * RunProgress.remembered
    var progress = RunProgress()
    for number in 1...count {
      progress.advance(to: number, refused: number.isMultiple(of: 3))
    }
    let remembered = (count - RunProgress.remembered + 1)...count
    let wrong = remembered.filter { progress.outcome(of: $0) != ($0.isMultiple(of: 3) ? .refused : .done) }
    #expect(wrong.isEmpty)
    #expect(progress.refused.stretches.count <= Int(RunProgress.remembered) / 3 + 1)
    #expect(progress.outcome(of: count - RunProgress.remembered) == .refused, "nobody knows that any more")
    #expect(progress.outcome(of: count + 1) == nil)
    #expect(RunProgress(last: progress.last, refused: progress.refused) == progress)
  }

  @Test func everyRefusalOfAFullWindowIsKept() {
    var progress = RunProgress()
    for number in 1...RunProgress.window {
      progress.advance(to: number, refused: true)
    }
    #expect((1...RunProgress.window).allSatisfy { progress.outcome(of: $0) == .refused })
  }

  private func advanced(_ ledger: inout RunLedger, to request: ClientRequestID) -> RunProgress? {
    ledger.decide(request, of: amy)
    return ledger.progress(of: RunKey(account: amy, run: request.run))
  }

  @Test func whatTheDiskRefusedMayBeSentAgain() {
    var ledger = RunLedger()
    ledger.expectGaps()
    ledger.decide(id(1), of: amy)
    // The disk was full for 2 and 3.
    #expect(ledger.outcome(of: id(2), from: amy) == nil && ledger.outcome(of: id(3), from: amy) == nil)
    ledger.decide(id(2), of: amy)
    #expect(ledger.outcome(of: id(2), from: amy) == .done && ledger.outcome(of: id(3), from: amy) == nil)
    // Once something later is done, it would come out of order.
    let progress = advanced(&ledger, to: id(4))
    #expect(ledger.outcome(of: id(3), from: amy) == .refused)
    #expect(progress == RunProgress(last: 4, refused: [3]), "the store has to know, too")
  }

  @Test func whatAFailedCommitTookBackMayBeSentAgain() {
    var ledger = RunLedger([known(7, RunProgress(last: 10, refused: [9]))])
    for number: UInt64 in 11...14 {
      number == 12 ? ledger.refuse(id(number), of: amy) : ledger.decide(id(number), of: amy)
    }
    ledger.decide(id(3, run: 8), of: amy)
    ledger = RunLedger([known(7, RunProgress(last: 10, refused: [9]))])
    ledger.expectGaps()
    #expect((11...15).allSatisfy { ledger.outcome(of: id($0), from: amy) == nil })
    #expect(ledger.outcome(of: id(9), from: amy) == .refused && ledger.outcome(of: id(10), from: amy) == .done)
    #expect(ledger.outcome(of: id(3, run: 8), from: amy) == nil)
    #expect(advanced(&ledger, to: id(12)) == RunProgress(last: 12, refused: [9, 11]))
    #expect(advanced(&ledger, to: id(16)) == RunProgress(last: 16, refused: [9, 11, 13, 14, 15]))
    #expect(advanced(&ledger, to: id(4, run: 8)) == RunProgress(last: 4, refused: [1, 2, 3]))
  }

  @Test func aJumpLeavesNothingBehindThatCountsAsDone() {
    var ledger = RunLedger()
    ledger.decide(id(2), of: amy)
    let far = 2 * RunProgress.remembered
    ledger.decide(id(far), of: amy)
    for number in [0, 1, 2, 3, far - RunProgress.remembered, far - 1] {
      #expect(ledger.outcome(of: id(number), from: amy) == .refused, "\(number)")
    }
    #expect(ledger.outcome(of: id(far), from: amy) == .done)
    ledger.decide(id(.max), of: amy)
    #expect(ledger.outcome(of: id(far), from: amy) == .refused && ledger.outcome(of: id(.max), from: amy) == .done)
  }

  /// A client that leaves out some numbers with each request is not to cost a list of them with each commit.
  @Test func shortGapsTakeNoRoomAndLongOnesLittle() {
    var ledger = RunLedger()
    for number: UInt64 in 1..<1_000 {
      ledger.decide(id(16 * number), of: amy)
    }
    #expect(ledger.progress(of: RunKey(account: amy, run: 7)) == RunProgress(last: 15_984))
    for number: UInt64 in 100..<200 {
      ledger.decide(id(300 * number), of: amy)
    }
    let stretches = ledger.progress(of: RunKey(account: amy, run: 7))?.refused.stretches.count ?? 0
    #expect((10...17).contains(stretches))
  }

  /// What a server refused for its disk, and did not live to store that it had, is refused by the next one too.
  @Test func whatCameToNothingBeforeAnotherServerBeganIsNotClaimed() {
    let stored = KnownRun(key: RunKey(account: amy, run: 7), progress: RunProgress(last: 2))
    var ledger = RunLedger([stored])
    ledger.refuse(id(5), of: amy)
    #expect([3, 4].allSatisfy { ledger.outcome(of: id($0), from: amy) == .refused })
    // Of a run that has stored nothing so far the room says that it was there before.
    ledger.expectGaps(of: RunKey(account: amy, run: 8))
    ledger.pass(id(2, run: 8), of: amy)
    ledger.refuse(id(4, run: 8), of: amy)
    #expect(advanced(&ledger, to: id(5, run: 8)) == RunProgress(last: 5, refused: [1, 3, 4]))
  }

  @Test func acknowledgementsAndQuestionsTakeNoRoom() {
    var ledger = RunLedger()
    ledger.expectGaps()
    ledger.pass(id(1), of: amy)
    #expect(ledger.progress(of: RunKey(account: amy, run: 7)) == nil, "who only listens costs nothing")
    for number: UInt64 in 2..<1_000 {
      if number.isMultiple(of: 2) {
        ledger.decide(id(number), of: amy)
      } else {
        ledger.pass(id(number), of: amy)
      }
    }
    #expect(ledger.progress(of: RunKey(account: amy, run: 7)) == RunProgress(last: 998, refused: [1]))
  }

  @Test func whatIsSentAgainBehindALogInIsNew() {
    var ledger = RunLedger()
    ledger.expectGaps()
    ledger.decide(id(1), of: amy)
    // 2 to 4 were lost with the connection, and 3 was an acknowledgement; 5 logs in again.
    ledger.pass(id(5), of: amy)
    #expect(advanced(&ledger, to: id(2)) == RunProgress(last: 2))
    #expect(ledger.outcome(of: id(4), from: amy) == nil)
    #expect(advanced(&ledger, to: id(4)) == RunProgress(last: 4, refused: [3]))
    #expect(advanced(&ledger, to: id(6)) == RunProgress(last: 6, refused: [3]))
  }

  @Test func theRunThatDidNothingForLongestIsForgottenFirst() {
    var ledger = RunLedger()
    for run in 0..<UInt64(RunLedger.runsPerAccount) {
      ledger.decide(id(1, run: run), of: amy)
    }
    ledger.decide(id(2, run: 0), of: amy)
    ledger.decide(id(1, run: 1_000), of: amy)
    #expect(ledger.outcome(of: id(1, run: 1), from: amy) == nil)
    #expect(ledger.outcome(of: id(2, run: 0), from: amy) == .done)
    #expect(ledger.outcome(of: id(1, run: 2), from: amy) == .done)
    ledger.remove(amy)
    #expect(ledger.outcome(of: id(1, run: 2), from: amy) == nil)
  }

  @Test func afterARestartTheOldestRunIsForgottenFirst() {
    let runs = (0..<UInt64(RunLedger.runsPerAccount)).reversed()
    var ledger = RunLedger(runs.map { known($0, RunProgress(last: 1)) })
    ledger.decide(id(1, run: 1_000), of: amy)
    #expect(runs.filter { ledger.outcome(of: id(1, run: $0), from: amy) == nil } == [runs.first])
  }
}

extension RunLedger {
  /// A request is decided on and has its place in the log at once.
  fileprivate mutating func decide(_ request: ClientRequestID, of account: AccountID) {
    accept(request, of: account, after: propose(request, of: account))
  }
}
