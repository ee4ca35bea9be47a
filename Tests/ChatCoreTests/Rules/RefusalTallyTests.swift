import ChatCore
import ChatTestSupport
import Testing

@Suite("The tally of refusals")
struct RefusalTallyTests {
  @Test func theFirstIsToldAndTheRestCounted() {
    var clock = ManualClock()
    var tally = RefusalTally<String>()
    #expect(tally.count("full", at: clock.now.uptime) == true)
    for _ in 0..<999 { #expect(tally.count("full", at: clock.now.uptime) == false) }
    #expect(tally.count("other", at: clock.now.uptime) == true)
    #expect(tally.takeDue(at: clock.now.uptime).isEmpty)
    clock.advance(by: 10)
    let due = tally.takeDue(at: clock.now.uptime)
    #expect(due.map(\.reason) == ["full"] && due.map(\.count) == [999])
    #expect(!tally.hasUntold)
    #expect(tally.count("full", at: clock.now.uptime) == false)
    clock.advance(by: 10)
    #expect(tally.takeDue(at: clock.now.uptime).map(\.count) == [1])
    clock.advance(by: 10)
    #expect(tally.count("full", at: clock.now.uptime) == true)
    #expect(tally.total == 1_003)
  }
}
