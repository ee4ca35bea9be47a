import ChatCore
import Testing

@testable import ChatStore

/// Every step of the indexer leaves a segment in the index, and a search looks into each: they have to be merged again,
/// though FTS5 does not do so by itself.
@Suite struct SearchMergeTests {
  private let box: SQLiteStoreTestable
  private var store: SQLiteStore { box.store }

  init() throws {
    box = try SQLiteStoreTestable.withAliceAndBob()
  }

  private func segments() throws -> Int {
    Int(try store.pool.read { try $0.number("SELECT count(DISTINCT segid) FROM search_idx") } ?? 0)
  }

  @Test func segmentsAreMergedAsTheyCome() throws {
    try store.commit(Sample.batch((10..<265).map { Sample.message($0, from: 1, to: 2, "word number\($0)") }))
    while try store.tidy(limit: 1) {}
    // FTS5 itself would begin to merge where a level has 16; 15 would be left now.
    #expect(try segments() <= 8)
    try store.commit(Sample.batch([Sample.record(300, .deregistered(Sample.account(2)))]))
    while try store.tidy(limit: 1) {}
    #expect(try segments() <= 8)
  }
}
