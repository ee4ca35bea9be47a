import ChatCore
import Testing

@testable import ChatStore

/// Catching up costs what is read, not what is stored.
@Suite struct QueryPlanTests {
  @Test func aPageIsTwoRangesMergedAsTheyAreRead() throws {
    let box = try SQLiteStoreTestable()
    let plan = try box.store.pool.read { db in
      try db.rows("EXPLAIN QUERY PLAN \(SQLiteStore.pageSQL)", 1, 9, 2, 10) { $0.text(3) }
    }
    #expect(plan.contains { $0.contains("SEARCH broadcast USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)") })
    #expect(plan.contains { $0.contains("SEARCH mail USING INDEX mailbox (recipient=? AND id>? AND id<?)") })
    #expect(!plan.contains { $0.contains("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
  }

  private static let lookingBack = [
    PartReader.matchSQL, PartReader.broadcastSQL, PastReader.rowSQL, PastReader.mailTailSQL, PastReader.tailSQL,
    SearchIndexer.nextSQL, SearchIndexer.mailboxSQL, SearchExpression.termSQL, SearchPart.holdingSQL,
  ]

  @Test(arguments: lookingBack)
  func lookingBackSortsNothingAndReadsNoTableThrough(_ sql: String) throws {
    let box = try SQLiteStoreTestable()
    let plan = try box.store.pool.read { db in
      try db.rows("EXPLAIN QUERY PLAN \(sql.replacing(/\?\d/, with: "7"))") { $0.text(3) }
    }
    #expect(!plan.contains { $0.contains("SCAN") && !$0.contains("VIRTUAL TABLE") }, "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }

  @Test func aMailboxGoesAsOneRange() throws {
    let box = try SQLiteStoreTestable()
    let plan = try box.store.pool.read { db in
      try db.rows("EXPLAIN QUERY PLAN DELETE FROM mail WHERE recipient = ?1", 1) { $0.text(3) }
    }
    #expect(plan == ["SEARCH mail USING INDEX mailbox (recipient=?)"])
  }
}
