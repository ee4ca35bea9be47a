import Testing

@testable import ChatServer

@Suite struct TidyPaceTests {
  @Test func aRestingDiskIsUsedAsItIs() {
    #expect(TidyPace(isDiskResting: true, share: 1) == .resting)
  }

  @Test func whatComesInIsKeptUpWithWhileThereIsTimeToSpare() {
    #expect(TidyPace(isDiskResting: false, share: 0.3) == .keepingUp)
    // What the work itself takes counts: it never takes the rest.
    #expect(TidyPace(isDiskResting: false, share: TidyPace.sparedShare) == .yielding)
  }
}
