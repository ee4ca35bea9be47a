import ChatCore
import Testing

@testable import ChatStore

/// The parts of the index: nobody who searches sees where one ends.
@Suite struct SearchPartTests {
  private static let width = 4
  let box: SQLiteStoreTestable
  private var store: SQLiteStore { box.store }

  init() throws {
    box = try SQLiteStoreTestable(partWidth: Self.width)
    try box.store.commit(Sample.batch([try Sample.registration(1, "alice"), try Sample.registration(2, "bob")]))
  }

  /// Commits them from number 10 on, and puts them into the index two by two.
  private func say(_ bodies: [String], from first: Int64 = 10) throws {
    try store.commit(Sample.batch(bodies.enumerated().map { Sample.message(first + Int64($0), from: 1, $1) }))
    try index()
  }

  private func index() throws {
    while try store.tidy(limit: 2) {}
  }

  /// The pages of an answer, one after the other.
  private func pages(
    _ text: String?, by reader: Int64 = 2, with person: Int64? = nil, isOwnOnly: Bool = false, before: Int64 = .max,
    limit: Int = 100
  ) throws -> [[Int64]] {
    var query = PastQuery(
      reader: Sample.account(reader), text: text, person: person.map(Sample.account), isOwnOnly: isOwnOnly,
      before: Sample.entry(before), limit: limit)
    var pages: [[Int64]] = []
    while case .page(let page) = try store.past(query) {
      pages.append(page.messages.map(\.id.rawValue))
      guard let reached = page.reached else { break }
      query.before = reached
    }
    return pages
  }

  private func parts() throws -> [Int64] {
    try store.pool.read { try $0.rows("SELECT after FROM search_part ORDER BY after") { $0.int64(0) } }
  }

  /// The messages of each term that ends so.
  private func lists(of word: String) throws -> [[Int64]] {
    try store.pool.read { db in
      let terms = try db.rows("SELECT DISTINCT term FROM search_word WHERE term GLOB ?", "*" + word) {
        $0.text(0)
      }
      return try terms.map { term in
        try db.rows("SELECT doc FROM search_word WHERE term = ?", term) { $0.int64(0) }
      }
    }
  }

  @Test func noTermHasMoreMessagesThanAPart() throws {
    try say(Array(repeating: "same", count: 10))
    #expect(try parts() == [0, 13, 17])
    #expect(Set(try lists(of: "b_same")) == [[10, 11, 12, 13], [14, 15, 16, 17], [18, 19]])
    // Numbers may have gaps; a part is as full as it has messages.
    try say(["same", "same", "same"], from: 1 << 40)
    #expect(try parts() == [0, 13, 17, 1 << 40 + 1])
    try box.reopen()
    try say(["same", "same"], from: 1 << 41)
    #expect(try parts() == [0, 13, 17, 1 << 40 + 1])
  }

  /// Others wait meanwhile: who looks for a rare word in a long log gives them a turn now and then.
  @Test func oneLookGoesThroughSoManyParts() throws {
    try say(["rare"] + Array(repeating: "same", count: Self.width * (PastReader.mostParts + 1)))
    #expect(try parts().count == PastReader.mostParts + 2)
    #expect(try pages("rare") == [[], [10]])
    #expect(try pages("none") == [[], []])
  }

  @Test(arguments: [1, 3, 4, 5, 100], ["same", "sam", "same even", "even sam", nil])
  func aPageGoesOnOverTheEndOfAPart(limit: Int, text: String?) throws {
    try say((10..<41).map { $0 % 2 == 0 ? "same even" : "same" })
    let expected: [Int64] = (10..<41).reversed().filter { text?.contains("even") != true || $0 % 2 == 0 }
    let pages = try pages(text, limit: limit)
    #expect(pages.flatMap { $0 } == expected)
    #expect(pages.dropLast().allSatisfy { $0.count == limit })
  }

  @Test func whatIsAskedForHoldsInEveryPart() throws {
    try store.commit(
      Sample.batch(
        try (Int64(10)..<40).map { id in
          switch id {
          case 20: try Sample.registration(20, "carol")
          case 12, 30, 34: Sample.message(id, from: 1, to: 2, "same")
          case 17, 37: Sample.message(id, from: 2, to: 1, "same")
          case 27, 32: Sample.message(id, from: 2, to: 20, "same")
          default: Sample.message(id, from: 1, "same")
          }
        }))
    try index()
    for text in ["same", nil] {
      #expect(try pages(text, with: 1).flatMap { $0 } == [37, 34, 30, 17, 12])
      #expect(try pages(text, with: 1, isOwnOnly: true).flatMap { $0 } == [37, 17])
      #expect(try pages(text, with: 1, before: 34).flatMap { $0 } == [30, 17, 12])
      #expect(try pages(text, by: 20, before: 29).flatMap { $0 } == [28, 27, 26, 25, 24, 23, 22, 21])
      #expect(try pages(text, with: 1, before: 12) == [[]])
    }
  }

  @Test func beginningsAreFoundInEveryPart() throws {
    try say(["towers", "x", "x", "x", "x", "the tower", "x", "x", "x", "x", "towed by", "x", "x", "to"])
    #expect(try pages("tow") == [[20, 15, 10]])
    #expect(try pages("the tow") == [[15]])
    #expect(try pages("tower") == [[15, 10]])
    #expect(try pages("to") == [[23]])
    #expect(try pages("towi") == [[]])
    #expect(try pages("by tow", before: 20) == [[]])
  }

  /// So many that they are not looked up one by one, in a part that is not the newest.
  @Test func veryManyBeginningsInOnePartAreFoundToo() throws {
    let count = SearchExpression.mostBeginnings + 1
    let words = (0..<count).map { "word\($0)" }
    try say(["wording", "x", "x", "x", words.joined(separator: " "), "wording x", "x", "x", "x", "words"])
    #expect(try pages("word") == [[19, 15, 14, 10]])
    #expect(try pages("word", limit: 1).flatMap { $0 } == [19, 15, 14, 10])
    #expect(try pages("word7 word") == [[14]])
    #expect(try pages("x wordi") == [[15]])
  }

  @Test func aMailboxGoesFromEveryPart() throws {
    try store.commit(
      Sample.batch((10..<30).map { Sample.message($0, from: 1, to: $0 % 3 == 0 ? 2 : nil, "treasure") }))
    try index()
    #expect(try lists(of: "a1_treasure").count == 5)
    try store.commit(Sample.batch([Sample.record(30, .deregistered(Sample.account(2)))]))
    #expect(try pages("treasure", by: 1).flatMap { $0 } == (10..<30).reversed().filter { $0 % 3 != 0 })
    try index()
    #expect(try lists(of: "a1_treasure") == [])
    #expect(try lists(of: "a2") == [])
    #expect(try lists(of: "b_treasure").flatMap { $0 }.sorted() == (10..<30).filter { $0 % 3 != 0 })
    try store.pool.write {
      try $0.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    }
  }

  /// What was in the index before there were parts stays where it is, and is one of them.
  @Test(arguments: [3, 9])
  func anIndexFromBeforeThePartsIsGoneOnWith(indexed: Int) throws {
    let old = try SQLiteStoreTestable(partWidth: .max)
    let path = old.path
    try old.store.commit(
      Sample.batch(
        try [Sample.registration(1, "alice"), Sample.registration(2, "bob")]
          + (10..<20).map { Sample.message($0, from: 1, to: $0 % 3 == 0 ? 2 : nil, "same") }))
    _ = try old.store.tidy(limit: indexed)
    try old.store.close()
    let db = try Database(path: path)
    try db.execute(
      """
      DROP TABLE invitation; DROP TABLE ban; DROP TABLE search_part; DROP INDEX account_by_former_key; ALTER TABLE account DROP COLUMN former_key;
      ALTER TABLE block DROP COLUMN untold; PRAGMA user_version = 4
      """)
    #expect(try StoreInspection.tableFlaw(of: db, path: "") ?? StoreInspection.pageFlaw(of: db) == nil)
    try db.close()

    let new = try SQLiteStore(path: path, partWidth: Self.width)
    let query = PastQuery(reader: Sample.account(2), text: "same", before: Sample.entry(.max), limit: 100)
    let all = PastPage(messages: try messages(10..<20, in: new), reached: nil)
    #expect(try new.past(query) == .page(all))
    while try new.tidy(limit: 2) {}
    #expect(try new.past(query) == .page(all))
    let parts = try new.pool.read { try $0.rows("SELECT after FROM search_part ORDER BY after") { $0.int64(0) } }
    #expect(parts == [0, Int64(9 + indexed)] + (indexed == 3 ? [Int64(9 + indexed + 4)] : []))
    try new.commit(Sample.batch([Sample.record(20, .deregistered(Sample.account(2)))]))
    while try new.tidy(limit: 2) {}
    let left = try new.pool.read {
      try $0.number("SELECT count(*) FROM search_word WHERE term GLOB '*a2*'")
    }
    #expect(left == 0)
    try new.close()
  }

  private func messages(_ ids: Range<Int64>, in store: SQLiteStore) throws -> [ChatMessage] {
    try store.page(of: Sample.account(2), after: .zero, through: Sample.entry(.max), limit: 1_000).messages
      .filter { ids.contains($0.id.rawValue) }.reversed()
  }

  /// What a failing disk may leave of the index, and what meets it first.
  static let damages = [
    // What is to be written is there already.
    "INSERT INTO search_idx SELECT max(segid) + 1, x'', 2 FROM search_idx",
    "INSERT INTO search_part VALUES (13, 9); UPDATE state SET value = 13 WHERE name = 'indexed'",
    // What is to be read is not.
    "UPDATE search_data SET block = x'00' WHERE id > 10", "DELETE FROM search_data WHERE id > 10",
  ]

  @Test(arguments: damages.indices) func aDamagedIndexIsFilledAnew(_ index: Int) throws {
    try say(["same one", "same two", "same three"])
    try store.pool.write { try $0.execute(Self.damages[index]) }
    try box.reopen()
    // A search may be the first that meets it, or the indexer.
    _ = try? pages("same")
    try say(["same four", "other"], from: 20)
    #expect(try pages("same") == [[20, 12, 11, 10]])
    #expect(try pages("one") == [[10]])
    #expect(try pages("other") == [[21]])
  }

  @Test func anIndexThatIsDamagedAgainIsLeftAlone() throws {
    try say(["same one", "same two"])
    let damage = Self.damages[0]
    try store.pool.write { try $0.execute(damage) }
    try say(["same three"], from: 20)
    try store.pool.write { try $0.execute(damage) }
    try store.commit(Sample.batch([Sample.message(30, from: 1, "same four")]))
    #expect(throws: StoreError.self) { while try store.tidy(limit: 2) {} }
  }
}
