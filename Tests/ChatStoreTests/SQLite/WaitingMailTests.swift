import ChatCore
import Testing

@testable import ChatStore

/// What waits for whom is known again after a restart.
@Suite struct WaitingMailTests {
  @Test func privateMessagesAboveTheCursorAreCounted() throws {
    let box = try SQLiteStoreTestable()
    try box.store.commit(
      Sample.batch([
        try Sample.registration(1, "alice"), try Sample.registration(2, "bob"), try Sample.registration(3, "carol"),
        Sample.message(4, from: 1, to: 2, "read"), Sample.message(5, from: 1, to: 2, "zwölf"),
        Sample.message(6, from: 1, "to all"), Sample.message(7, from: 3, to: 2, "12345"),
        Sample.message(8, from: 2, to: 3, "seen"),
      ]))
    var batch = LogBatch()
    batch.cursors = [Sample.account(2): Sample.entry(4), Sample.account(3): Sample.entry(8)]
    try box.store.commit(batch)
    #expect(
      try box.store.load().mail == [Sample.account(2): WaitingMail(count: 2, bytes: 11, last: Sample.entry(7))])
    try box.store.commit(Sample.batch([Sample.record(9, .deregistered(Sample.account(2)))]))
    #expect(try box.store.load().mail.isEmpty)
  }

  @Test func readMessagesAreNotLookedAt() throws {
    let box = try SQLiteStoreTestable()
    let plan = try box.store.pool.read { db in
      try db.rows("EXPLAIN QUERY PLAN \(StateReader.mailSQL)") { $0.text(3) }
    }
    #expect(plan.contains { $0.contains("SEARCH mail USING COVERING INDEX mailbox (recipient=? AND id>?)") }, "\(plan)")
    #expect(!plan.contains { $0.contains("SCAN mail") }, "\(plan)")
  }
}
