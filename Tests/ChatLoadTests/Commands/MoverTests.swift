import Testing

@testable import ChatLoad

/// What a member who comes and goes must receive, and what it may receive again.
@Suite
struct MoverTests {
  private let crowd: Crowd
  private let mover: Mover

  init() throws {
    crowd = try Crowd(Target(port: 1), people: 2, senders: 1)
    mover = Mover(crowd.members[1], of: crowd, .isCut, rank: 0)
    mover.member.stage = .live
  }

  /// Message `sequence` of the first member comes as entry `id`.
  private func deliver(_ sequence: UInt64, id: UInt64) {
    mover.delivered(
      ServerScan.Delivery(id: id, run: crowd.numbering.run(of: 0), number: sequence * Numbering.stride), from: 0)
  }

  private func flaws(sent: UInt64) -> Arrivals.Flaws {
    mover.member.arrivals.flaws(sent: [sent])
  }

  @Test func whatIsSentAgainWhileItCatchesUpIsNoFlaw() {
    deliver(1, id: 11)
    deliver(2, id: 12)
    mover.member.stage = .catchingUp
    deliver(1, id: 11)
    deliver(2, id: 12)
    deliver(3, id: 13)
    mover.member.stage = .live
    deliver(4, id: 14)
    #expect(flaws(sent: 4).isEmpty)
  }

  @Test func whatIsSentAgainLaterIsDoubled() {
    deliver(1, id: 11)
    mover.member.stage = .catchingUp
    deliver(2, id: 12)
    mover.member.stage = .live
    deliver(2, id: 12)
    #expect(flaws(sent: 2) == Arrivals.Flaws(lost: 0, doubled: 1, outOfOrder: 0))
  }

  @Test func whatIsMissedMeanwhileIsLost() {
    deliver(1, id: 11)
    mover.member.stage = .catchingUp
    deliver(3, id: 13)
    mover.member.stage = .live
    #expect(flaws(sent: 4).lost == 2)
  }
}
