import Testing

@testable import ChatLoad

@Suite
struct SoakPlanTests {
  private let plan = SoakPlan(members: 30, writers: 2, pairs: 3, leaving: 4, losing: 5, rate: 1_000)

  @Test func everybodyHearsThoseWhoWriteToAll() {
    for place in 0..<plan.people {
      #expect(plan.hears(place, 0))
      #expect(plan.hears(place, 1))
    }
  }

  @Test func oneHearsWhatIsPrivate() {
    for sender in plan.writers..<plan.senders {
      #expect((0..<plan.people).filter { plan.hears($0, sender) } == [sender + 3])
    }
  }

  @Test func placesDoNotOverlap() {
    #expect(plan.people == 30 + 3 + 9)
    #expect(Set([plan.fileSender, plan.fileReceiver, plan.searcher] + plan.movers).count == 12)
    #expect(plan.movers.lowerBound > plan.searcher)
    guard case .rate(let toAll) = plan.broadcasts.drive, case .rate(let toOne) = plan.privates.drive else {
      Issue.record("they are sent at a pace")
      return
    }
    #expect(toAll + toOne == plan.rate)
  }
}
