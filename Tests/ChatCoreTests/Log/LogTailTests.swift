import Testing

@testable import ChatCore

@Suite("The tail of the log")
struct LogTailTests {
  private func message(_ id: Int64, bytes: Int = 1) -> ChatMessage {
    ChatMessage(
      id: EntryID(rawValue: id), time: WallTime(microseconds: 0), kind: .broadcast, sender: AccountID(rawValue: 1),
      to: .everybody, body: String(repeating: "x", count: bytes), request: nil)
  }

  private func tail(_ ids: some Sequence<Int64>, bytes: Int = 1) -> LogTail {
    var tail = LogTail(start: EntryID(rawValue: 100))
    for id in ids {
      tail.append(message(id, bytes: bytes))
    }
    return tail
  }

  private func ids(_ tail: LogTail, after id: Int64) -> [Int64] {
    tail.messages(after: EntryID(rawValue: id)).map(\.id.rawValue)
  }

  @Test func itGivesWhatComesAfterAnId() {
    let tail = tail([102, 105, 109])
    #expect(ids(tail, after: 100) == [102, 105, 109])
    #expect(ids(tail, after: 102) == [105, 109])
    #expect(ids(tail, after: 104) == [105, 109])
    #expect(ids(tail, after: 109) == [] && ids(tail, after: 1_000) == [])
  }

  @Test func whatIsNotCommittedIsNeverTrimmed() {
    var tail = tail(101...(100 + 3 * Int64(LogTail.keptMessages)))
    tail.trim(shown: EntryID(rawValue: 100))
    #expect(tail.start.rawValue == 100 && ids(tail, after: 100).count == 3 * LogTail.keptMessages)
    tail.trim(shown: EntryID(rawValue: 200))
    #expect(tail.start.rawValue == 200)
    #expect(ids(tail, after: 200).first == 201)
  }

  @Test func soManyCommittedOnesAreKept() {
    let count = Int64(LogTail.keptMessages)
    var tail = tail(101...(100 + 3 * count))
    tail.trim(shown: EntryID(rawValue: 100 + 3 * count))
    #expect(tail.start.rawValue == 100 + 2 * count)
    #expect(ids(tail, after: tail.start.rawValue).count == Int(count))
    tail.append(message(100 + 3 * count + 1))
    tail.trim(shown: EntryID(rawValue: 100 + 3 * count + 1))
    #expect(tail.start.rawValue == 101 + 2 * count)
    #expect(ids(tail, after: 100 + 3 * count) == [100 + 3 * count + 1])
  }

  @Test func soManyBytesAreKept() {
    let size = LogTail.keptBytes / 4
    var tail = tail(101...110, bytes: size)
    tail.trim(shown: EntryID(rawValue: 110))
    #expect(tail.start.rawValue == 106 && ids(tail, after: 0) == [107, 108, 109, 110])
  }

  @Test func whatFailedIsDroppedAndNothingElse() {
    var tail = tail([102, 105, 109])
    tail.discard(after: EntryID(rawValue: 105))
    #expect(ids(tail, after: 0) == [102, 105])
    tail.append(message(120))
    #expect(ids(tail, after: 102) == [105, 120])
    tail.discard(after: EntryID(rawValue: 100))
    #expect(ids(tail, after: 0) == [] && tail.start.rawValue == 100)
  }

  @Test func bytesOfWhatFailedAreForgotten() {
    var tail = tail([101], bytes: 1)
    tail.append(message(102, bytes: 2 * LogTail.keptBytes))
    tail.discard(after: EntryID(rawValue: 101))
    tail.trim(shown: EntryID(rawValue: 101))
    #expect(ids(tail, after: 0) == [101])
  }
}
