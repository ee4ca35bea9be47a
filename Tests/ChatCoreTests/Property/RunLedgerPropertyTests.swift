import ChatCore
import ChatTestSupport
import Testing

/// Whatever numbers a client takes, and whatever the disk does: nothing is claimed as done that is not known to have been,
/// and nothing is refused or done again that was, as far back as is promised.
@Suite struct RunLedgerPropertyTests {
  private static let amy = AccountID(rawValue: 1)
  private static let run: UInt64 = 7

  /// What is true.
  private struct World {
    var ledger = RunLedger()
    /// Whether a commit has failed: from then on no number that never came is claimed as done.
    var isExact = false
    var exactFrom: UInt64 = 0
    /// What became of each number since the run began; `passed` ones changed nothing.
    var outcomes: [UInt64: RunProgress.Outcome] = [:]
    var passed: Set<UInt64> = []
    /// The highest number that was decided on, and the highest of all.
    var last: UInt64 = 0
    var newest: UInt64 = 0
    var stored: (progress: RunProgress?, outcomes: [UInt64: RunProgress.Outcome], last: UInt64) = (nil, [:], 0)

    func outcome(of number: UInt64) -> RunProgress.Outcome? {
      ledger.outcome(of: ClientRequestID(run: run, number: number), from: amy)
    }

    mutating func decide(_ number: UInt64, refused: Bool) {
      guard outcome(of: number) == nil else { return }
      let request = ClientRequestID(run: run, number: number)
      if refused {
        ledger.refuse(request, of: amy)
      } else {
        ledger.accept(request, of: amy, after: ledger.propose(request, of: amy))
      }
      outcomes[number] = refused ? .refused : .done
      last = max(last, number)
      newest = max(newest, number)
    }

    mutating func pass(_ number: UInt64) {
      ledger.pass(ClientRequestID(run: run, number: number), of: amy)
      passed.insert(number)
      newest = max(newest, number)
    }

    mutating func commit() {
      let progress = ledger.progress(of: RunKey(account: amy, run: run))
      // What was refused since the last entry is stored with the next one.
      let last = progress?.last ?? 0
      stored = (progress, outcomes.filter { $0.key <= last }, last)
    }

    /// A commit fails, or the server is killed.
    mutating func recover() {
      let known = stored.progress.map { [KnownRun(key: RunKey(account: amy, run: run), progress: $0)] }
      ledger = RunLedger(known ?? [])
      ledger.expectGaps()
      isExact = true
      exactFrom = stored.last
      (outcomes, last) = (stored.outcomes, stored.last)
    }

    func check(_ number: UInt64) {
      let claimed = outcome(of: number)
      let isRemembered = number <= last && last - number < RunProgress.remembered
      switch outcomes[number] {
      // Refusals that the log has not been told of move nothing out of what it remembers.
      case .done?: #expect(claimed == .done || !isRemembered && claimed == .refused, "\(number) of \(last) was done")
      case .refused?: #expect(claimed == .refused, "\(number) of \(last) was refused")
      case nil where number > last: #expect(claimed == nil, "\(number) of \(last) is new")
      case nil where isExact && number > exactFrom:
        #expect(claimed == .refused || passed.contains(number), "\(number) of \(last) never came")
      case nil where !outcomes.keys.contains(where: { $0 > number && $0 < number + RunProgress.window }):
        #expect(claimed == .refused || passed.contains(number), "\(number) of \(last) never came, nor any near it")
      case nil: break
      }
    }
  }

  @Test func onlyWhatIsKnownToBeDoneCountsAsDone() {
    var random = SeededGenerator()
    for _ in 0..<150 {
      var world = World()
      // From clients that count as they should to such as take any number.
      let jump: UInt64 = [1, 2, 40, 5_000].randomElement(using: &random) ?? 1
      for _ in 0..<Int.random(in: 1...300, using: &random) {
        let next = world.newest + UInt64.random(in: 1...jump, using: &random)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<8: world.decide(next, refused: false)
        case 8..<10: world.decide(next, refused: true)
        case 10..<14: world.pass(next)
        case 14..<16:
          // What is not known yet may come behind what has a higher number.
          world.decide(world.last + UInt64.random(in: 1...jump, using: &random), refused: false)
        case 16..<18: world.commit()
        case 18: world.recover()
        default: world.decide(next + RunProgress.remembered, refused: false)
        }
      }
      let numbers = (0..<40).map { _ in UInt64.random(in: 1...world.newest + 1, using: &random) }
      for number in numbers + Array(world.outcomes.keys) + [world.last, world.newest] where number > 0 {
        world.check(number)
      }
      let stretches = world.ledger.progress(of: RunKey(account: Self.amy, run: Self.run))?.refused.stretches.count ?? 0
      #expect(stretches <= Int(RunProgress.remembered) / 2 + 1)
    }
  }
}
