import Testing

@testable import ChatLoad

@Suite
struct ArrivalsTests {
  private var arrivals = Arrivals(senders: 2)

  @Test mutating func everythingInOrderHasNoFlaws() {
    for id in 1...6 as ClosedRange<UInt64> {
      #expect(arrivals.note((id + 1) / 2, of: Int(id % 2), id: id) == true)
    }
    #expect(arrivals.flaws(sent: [3, 3]).isEmpty)
  }

  @Test mutating func whatNeverCameIsLost() {
    _ = arrivals.note(1, of: 0, id: 1)
    _ = arrivals.note(3, of: 0, id: 3)
    #expect(arrivals.flaws(sent: [5, 1]) == Arrivals.Flaws(lost: 4, doubled: 0, outOfOrder: 0))
  }

  @Test mutating func whatCameAgainIsDoubled() {
    _ = arrivals.note(1, of: 0, id: 1)
    #expect(arrivals.note(1, of: 0, id: 1) == false)
    #expect(arrivals.note(1, of: 0, id: 2) == false)
    #expect(arrivals.flaws(sent: [1, 0]) == Arrivals.Flaws(lost: 0, doubled: 2, outOfOrder: 0))
  }

  @Test mutating func whatCameLateIsOutOfOrderAndNotLost() {
    _ = arrivals.note(2, of: 0, id: 2)
    #expect(arrivals.note(1, of: 0, id: 1) == true)
    #expect(arrivals.note(1, of: 0, id: 1) == false)
    #expect(arrivals.flaws(sent: [2, 0]) == Arrivals.Flaws(lost: 0, doubled: 1, outOfOrder: 1))
  }

  /// Each sender's order is right, but not the log's.
  @Test mutating func idsThatDoNotGrowAreOutOfOrder() {
    _ = arrivals.note(1, of: 0, id: 5)
    #expect(arrivals.note(1, of: 1, id: 4) == true)
    #expect(arrivals.note(2, of: 0, id: 5) == true)
    #expect(arrivals.flaws(sent: [2, 1]) == Arrivals.Flaws(lost: 0, doubled: 0, outOfOrder: 2))
  }
}
