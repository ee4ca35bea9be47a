import ChatCore
import Testing

@Suite("A stretch of blocking")
struct BlockIntervalTests {
  private func interval(_ start: Int64, _ end: Int64?) -> BlockInterval {
    BlockInterval(
      blocker: AccountID(rawValue: 1), blocked: AccountID(rawValue: 2), start: EntryID(rawValue: start),
      end: end.map { EntryID(rawValue: $0) })
  }

  @Test(arguments: [(9, false), (10, false), (11, true), (19, true), (20, false), (21, false)])
  func itCoversWhatIsSentBetweenItsEntries(id: Int64, isCovered: Bool) {
    #expect(interval(10, 20).covers(EntryID(rawValue: id)) == isCovered)
  }

  @Test func whileItLastsItHasNoEnd() {
    #expect(interval(10, nil).covers(EntryID(rawValue: .max)))
    #expect(!interval(10, nil).covers(EntryID(rawValue: 10)))
  }
}
