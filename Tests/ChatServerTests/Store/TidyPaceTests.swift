import ChatCore
import Testing

@testable import ChatServer

@Suite struct TidyPaceTests {
  @Test func aRestingDiskIsUsedAsItIs() {
    #expect(TidyPace(isDiskResting: true, share: 1, rate: .max) == .resting)
  }

  @Test func whatComesInIsKeptUpWithWhileThereIsTimeToSpare() {
    #expect(TidyPace(isDiskResting: false, share: 0.3, rate: .max) == .keepingUp)
    // What the work itself takes counts: it never takes the rest.
    #expect(TidyPace(isDiskResting: false, share: TidyPace.sparedShare, rate: .max) == .yielding)
  }

  @Test func aBusyProcessorIsNoReasonToFallBehindForEver() {
    #expect(TidyPace(isDiskResting: false, share: 1, rate: TidyPace.affordableRate) == .keepingUp)
    #expect(TidyPace(isDiskResting: false, share: 1, rate: TidyPace.affordableRate + 1) == .yielding)
  }
}

@Suite struct CommitRateTests {
  private var rate = CommitRate()

  @Test mutating func itIsThatOfTheLastSecond() {
    rate.count(300, at: seconds(10))
    #expect(rate.perSecond(at: seconds(10.5)) == 300, "more already than in the second before")
    rate.count(200, at: seconds(10.9))
    #expect(rate.perSecond(at: seconds(11.1)) == 500)
    rate.count(20, at: seconds(11.2))
    #expect(rate.perSecond(at: seconds(12)) == 500)
    #expect(rate.perSecond(at: seconds(12.2)) == 20)
  }

  @Test mutating func itIsForgottenWhenNothingComes() {
    rate.count(300, at: seconds(10))
    #expect(rate.perSecond(at: seconds(15)) == 0)
  }

  private func seconds(_ seconds: Double) -> Uptime {
    Uptime(nanoseconds: Int64(seconds * 1_000_000_000))
  }
}
