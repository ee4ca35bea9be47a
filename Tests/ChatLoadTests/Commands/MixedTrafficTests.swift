import Testing

@testable import ChatLoad

/// Whatever anybody receives in mixed traffic is checked, of those who stay and of those who come and go.
@Suite
struct MixedTrafficTests {
  private let plan = SoakPlan(members: 10, writers: 2, pairs: 2, leaving: 1, losing: 1, rate: 1_000, fileBytes: 1)
  private let crowd: Crowd
  private let traffic: MixedTraffic

  init() throws {
    crowd = try Crowd(Target(port: 1), people: plan.people, senders: plan.senders)
    traffic = MixedTraffic(crowd, plan)
  }

  /// Message `sequence` of the member at place `sender` comes to the one at `place` as entry `id`.
  private func deliver(_ sequence: UInt64, from sender: Int, to place: Int, id: UInt64) {
    let delivery = ServerScan.Delivery(
      id: id, run: crowd.numbering.run(of: sender), number: sequence * Numbering.stride)
    traffic.delivered(delivery, to: crowd.members[place], at: 1)
  }

  @Test func doublesAreCountedForEverybody() {
    for place in 0..<plan.people {
      deliver(1, from: 0, to: place, id: 5)
      deliver(1, from: 0, to: place, id: 5)
    }
    #expect(traffic.flaws.doubled == plan.people)
  }

  @Test func gapsAreCountedForEverybody() {
    for place in 0..<plan.people { deliver(2, from: 1, to: place, id: 5) }
    #expect(traffic.flaws.lost == plan.people)
  }

  /// Private and public messages come in one order of ids.
  @Test func orderHoldsOverBothKinds() {
    let receiver = plan.writers + plan.pairs
    deliver(1, from: plan.writers, to: receiver, id: 9)
    #expect(traffic.flaws.isEmpty)
    deliver(1, from: 0, to: receiver, id: 8)
    #expect(traffic.flaws.outOfOrder == 1)
  }
}
