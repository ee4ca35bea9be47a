import ChatCore
import Testing

@testable import ChatStore

/// The log is moved beside the commits, and begins anew.
@Suite struct WriteAheadLogTests {
  let box: SQLiteStoreTestable

  init() throws {
    box = try .withAliceAndBob()
  }

  @Test func itBeginsAnewOnceItIsMoved() throws {
    try write(100, from: 10)
    let long = box.store.pagesInLog
    #expect(long > 100)
    #expect(try box.store.moveLog() == 0)
    #expect(box.store.pagesInLog == long, "nothing was committed since")
    try write(1, from: 200)
    #expect(box.store.pagesInLog < 10)
    #expect(try box.allBodies(of: 2).count == 101)
  }

  @Test func whatSomebodyStillReadsStays() throws {
    try write(10, from: 10)
    try box.store.pool.read { db in
      // The state is that of the first look.
      #expect(try db.number("SELECT count(*) FROM mail") == 10)
      try write(10, from: 30)
      let left = try box.store.moveLog()
      #expect(left > 0)
      try write(1, from: 50)
      #expect(box.store.pagesInLog > left, "the log goes on")
      #expect(try db.number("SELECT count(*) FROM mail") == 10)
    }
    #expect(try box.store.moveLog() == 0)
    #expect(try box.allBodies(of: 2).count == 21)
  }

  @Test func itDoesNotGrowWithoutEndThoughNobodySeesToIt() throws {
    for round in 0..<6 {
      try write(1_000, from: 1_000 + 1_000 * Int64(round))
    }
    #expect(box.store.pagesInLog < 8_192)
    #expect(try box.allBodies(of: 2).count == 6_000)
  }

  @Test func whatIsMovedIsThereAfterwards() throws {
    try write(50, from: 10)
    #expect(try box.store.moveLog() == 0)
    try write(50, from: 100)
    try box.reopen()
    #expect(try box.allBodies(of: 2).count == 100)
    #expect(try box.store.moveLog() == 0)
  }

  /// Commits messages of two pages each.
  private func write(_ count: Int64, from first: Int64) throws {
    let body = String(repeating: "x", count: ChatMessage.maximumBodyBytes)
    try box.store.commit(Sample.batch((0..<count).map { Sample.message(first + $0, from: 1, to: 2, body) }))
  }
}
