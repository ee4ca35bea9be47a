import ChatCore
import Testing

@testable import ChatStore

/// Many messages go into their table with one run of a statement; what comes out is the same.
@Suite struct LargeBatchTests {
  let box: SQLiteStoreTestable

  init() throws {
    box = try .withAliceAndBob()
  }

  @Test(arguments: [1, 15, 16, 17, 32, 100])
  func anyNumberOfMessagesComesBack(_ count: Int) throws {
    // In turn to both tables; short ones, whose bytes lie within the string itself, and the longest there are: sixteen of
    // those have no room in the arena.
    let bodies = (0..<2 * count).map { number in
      number % 5 == 0 ? "é\(number)" : "\(number)" + String(repeating: "ü", count: number % 5 * 1_000)
    }
    let records = bodies.enumerated().map { number, body in
      Sample.message(10 + Int64(number), from: 1, to: number % 2 == 0 ? 2 : nil, body)
    }
    try box.store.commit(Sample.batch(records))
    try box.reopen()
    #expect(try box.allBodies(of: 2) == bodies)
    let mail = bodies.enumerated().filter { $0.offset % 2 == 0 }.map { Int64($0.element.utf8.count) }
    #expect(
      try box.store.load().mail == [
        Sample.account(2): WaitingMail(
          count: count, bytes: mail.reduce(0, +), last: Sample.entry(10 + 2 * Int64(count) - 2))
      ])
  }

  @Test(arguments: [1, 10, 16, 20, 40])
  func oneThatIsRefusedTakesTheWholeBatchWithIt(_ place: Int) throws {
    try box.store.commit(Sample.batch([Sample.message(100, from: 1, to: 2, "there already")]))
    var records = (1...40).map { Sample.message(200 + Int64($0), from: 1, to: 2, "lost") }
    records[place - 1] = Sample.message(100, from: 1, to: 2, "of the same id")
    #expect(throws: StoreError.self) { try box.store.commit(Sample.batch(records)) }
    #expect(try box.bodies(of: 2) == ["there already"])
    records.remove(at: place - 1)
    try box.store.commit(Sample.batch(records))
    #expect(try box.bodies(of: 2).count == 40)
  }
}
