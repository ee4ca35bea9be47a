import ChatCore
import Testing

@testable import ChatClient

@Suite struct ReceiptMarksTests {
  private var marks = ReceiptMarks()

  private func entry(_ id: Int64) -> EntryID { EntryID(rawValue: id) }

  @Test mutating func aMessageGoesItsWay() {
    #expect(marks.line == nil)
    marks.sending(to: "bob", number: 1)
    #expect(marks.line == "to bob: sending")
    marks.answered(1, id: entry(10))
    #expect(marks.line == "to bob: stored")
    #expect(marks.undelivered == ["bob"])
    marks.delivered(to: "Bob", through: entry(9))
    #expect(marks.line == "to bob: stored")
    marks.delivered(to: "Bob", through: entry(10))
    #expect(marks.line == "to bob: delivered")
    marks.forgetDelivered()
    #expect(marks.line == nil)
  }

  @Test mutating func aReceiptMayComeFirst() {
    marks.sending(to: "bob", number: 1)
    marks.delivered(to: "bob", through: entry(10))
    marks.answered(1, id: entry(10))
    #expect(marks.line == "to bob: delivered")
    marks.sending(to: "BOB", number: 2)
    marks.answered(2, id: entry(11))
    #expect(marks.line == "to BOB: stored")
  }

  @Test mutating func whatIsRefusedLeavesNoMarkAndOthersAreOthers() {
    marks.sending(to: "bob", number: 1)
    marks.answered(2, id: nil)
    #expect(marks.line == "to bob: sending")
    marks.answered(1, id: nil)
    #expect(marks.line == nil)
    marks.delivered(to: "carol", through: entry(10))
    #expect(marks.line == nil)
  }

  @Test mutating func aFewPeopleAreKeptInMind() {
    for number in 1...100 {
      marks.sending(to: "user\(number)\u{1B}", number: UInt64(number))
    }
    #expect(marks.line == "to user98^[: sending, to user99^[: sending, to user100^[: sending")
    marks.answered(1, id: entry(1))
    for number in 1...100 { marks.answered(UInt64(number), id: entry(Int64(number))) }
    #expect(marks.undelivered.count == ReceiptMarks.mostPeople)
  }
}
