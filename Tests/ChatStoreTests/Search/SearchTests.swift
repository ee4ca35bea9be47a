import ChatCore
import ChatStore
import Testing

@testable import ChatStore

/// What is found, in the index and before it is in there.
@Suite struct SearchTests {
  let box: SQLiteStoreTestable
  private var store: SQLiteStore { box.store }

  init() throws {
    box = try SQLiteStoreTestable()
    try box.store.commit(
      Sample.batch([
        try Sample.registration(1, "alice"), try Sample.registration(2, "bob"), try Sample.registration(3, "carol"),
      ]))
  }

  private func say(_ bodies: String...) throws {
    try store.commit(Sample.batch(bodies.enumerated().map { Sample.message(Int64(10 + $0), from: 1, $1) }))
  }

  private func index() throws {
    while try store.tidy(limit: 2) {}
  }

  private func found(_ text: String?, by reader: Int64 = 2, with person: Int64? = nil, limit: Int = 9) throws -> [Int64]
  {
    let query = PastQuery(
      reader: Sample.account(reader), text: text, person: person.map(Sample.account), before: Sample.entry(.max),
      limit: limit)
    guard case .page(let page) = try store.past(query) else { return [] }
    return page.messages.map(\.id.rawValue)
  }

  /// Page by page.
  private func all(_ text: String) throws -> [Int64] {
    var query = PastQuery(reader: Sample.account(2), text: text, before: Sample.entry(.max), limit: 9)
    var ids: [Int64] = []
    while case .page(let page) = try store.past(query) {
      ids += page.messages.map(\.id.rawValue)
      guard let reached = page.reached else { break }
      query.before = reached
    }
    return ids
  }

  private static let words: [(body: String, text: String)] = [
    ("The Quick fox", "quick"), ("The Quick fox", "FOX the"), ("über Ängste", "uber angst"), ("cafe\u{301}", "café"),
    ("Straße nach Köln", "STRASSE"), ("Привет, мир", "привет мир"), ("γειά ΣΟΥ", "σου"), ("deployed at 10:42", "10 42"),
    ("deployment", "deploy"), ("a_b", "a b"), ("don't", "don"), ("日本語のテスト", "日本"), ("\u{0}zero\u{0}byte", "zero"),
    ("\u{1F468}\u{200D}\u{1F469} family", "family"), ("line one\nline two", "two one"),
  ]

  @Test(arguments: words, [false, true])
  func wordsAreFoundInAnyCaseAndOrder(_ sample: (body: String, text: String), isIndexed: Bool) throws {
    try say(sample.body)
    if isIndexed { try index() }
    // No case folding makes two letters of one; SQLite's does not either.
    #expect(try found(sample.text) == (sample.text == "STRASSE" ? [] : [10]), "\(sample)")
  }

  private static let hostile = [
    "\"", "\"\"", "foo\"", "\" OR \"bar", "* ", "foo*", "NEAR(foo bar)", "foo OR bar", "foo AND", "NOT foo",
    "words: foo",
    "{words}: foo", "-foo", "^foo", "(foo", "foo)", "b_foo", "a3_foo", "'; DROP TABLE mail; --", "foo\u{0}bar", "%",
    "_",
    "\\", String(repeating: "(", count: 1_000), String(repeating: "x ", count: 512),
    String(repeating: "x", count: 1_024),
    String(repeating: "\u{301}", count: 500), "\u{FEFF}\u{202E}",
  ]

  /// Nothing that is typed is an expression: it finds the words in it, or nothing.
  @Test(arguments: hostile)
  func whatIsTypedIsNeverAnExpression(_ text: String) throws {
    try say("foo", "bar", "a secret")
    try store.commit(Sample.batch([Sample.message(20, from: 1, to: 3, "foo for carol")]))
    let before = try found(text)
    try index()
    #expect(try found(text) == before)
    #expect(!before.contains(20))
    #expect(try found("secret") == [12])
  }

  @Test(arguments: ["", "!?", "\u{1F600}", " \n", "\u{0}"])
  func withoutAWordThereIsNothingToLookFor(_ text: String) throws {
    let query = PastQuery(reader: Sample.account(1), text: text, before: Sample.entry(9), limit: 1)
    #expect(try store.past(query) == .noWord)
  }

  @Test(arguments: [false, true])
  func shortWordsAreWholeAndTheLastLongOneMayBeABeginning(isIndexed: Bool) throws {
    try say("to the tower", "total towers", "towed total")
    if isIndexed { try index() }
    #expect(try found("to") == [10])
    #expect(try found("tow") == [12, 11, 10])
    #expect(try found("total tower") == [11])
    #expect(try found("tot tower") == [])
  }

  /// More words begin with it than are looked up one by one.
  @Test func aBeginningOfVeryManyWordsIsFoundToo() throws {
    let words = (0...SearchExpression.mostBeginnings).map { "word\($0)" }
    try store.commit(
      Sample.batch(words.enumerated().map { Sample.message(Int64(10 + $0), from: 1, $1) }))
    while try store.tidy(limit: 500) {}
    let count = words.count
    #expect(try found("word", limit: 3_000).count == count)
    #expect(try found("word", limit: 5) == (count - 5..<count).map { Int64(10 + $0) }.reversed())
    #expect(try found("word39", limit: 3_000).count == 11)
    // Others are newer than all of them, and with another word they are looked for among what has that.
    try store.commit(
      Sample.batch((0..<1_500).map { Sample.message(Int64(10_000 + $0), from: 1, $0 == 7 ? "other word300" : "other") })
    )
    while try store.tidy(limit: 500) {}
    #expect(try found("word", limit: 3) == [10_007, Int64(count + 9), Int64(count + 8)])
    #expect(try all("other word") == [10_007])
  }

  /// One of more messages than are read in place of looking beginnings up.
  @Test func aLongConversationIsSearchedInTheIndex() throws {
    let last = Int64(10 + 4 * PastReader.shortestCheck)
    try store.commit(
      Sample.batch(
        (10..<last).map {
          Sample.message($0, from: 1, to: $0 % 2 == 0 ? 2 : 3, $0 % 20 < 2 ? "the needle \($0)" : "the hay")
        }))
    while try store.tidy(limit: 500) {}
    let expected = (10..<last).reversed().filter { $0 % 20 == 0 }
    for text in ["needle", "need", "the needle", "the need"] {
      #expect(try found(text, with: 1, limit: 500) == expected, "\(text)")
      #expect(try found(text, with: 1, limit: 3) == Array(expected.prefix(3)), "\(text)")
    }
    #expect(try found("needle 40 the", with: 1) == [40])
    #expect(try found("needles", with: 1) == [])
  }

  @Test(arguments: [false, true])
  func whatIsPrivateToOthersIsNotFound(isIndexed: Bool) throws {
    try store.commit(
      Sample.batch([
        Sample.message(10, from: 1, to: 2, "secret one"), Sample.message(11, from: 1, to: 3, "secret two"),
        Sample.message(12, from: 2, to: 3, "secret three"), Sample.message(13, from: 3, "no secret"),
        Sample.record(
          14,
          .fileRemoved(FileID(rawValue: 9), sender: Sample.account(2), recipient: Sample.account(1), notice: "secret")),
      ]))
    if isIndexed { try index() }
    #expect(try found("secret", by: 1) == [13, 11, 10])
    #expect(try found("secret", by: 2) == [14, 13, 12, 10])
    #expect(try found("secret", by: 3) == [13, 12, 11])
    #expect(try found("secret", by: 2, with: 3) == [12])
    #expect(try found(nil, by: 2, with: 1) == [10])
    #expect(try found(nil, by: 2) == [14, 13, 12, 10])
    // A new account inherits nothing.
    try store.commit(Sample.batch([try Sample.registration(20, "dave"), Sample.message(21, from: 1, "secret last")]))
    if isIndexed { try index() }
    #expect(try found("secret", by: 20) == [21])
  }

  @Test func pagesFollowEachOtherOverTheEdgeOfTheIndex() throws {
    try store.commit(
      Sample.batch((10..<40).map { Sample.message($0, from: 1, to: $0 % 3 == 0 ? 2 : nil, "m \($0) same") }))
    _ = try store.tidy(limit: 13)
    for text in [nil, "same"] {
      var ids: [Int64] = []
      var query = PastQuery(reader: Sample.account(2), text: text, before: Sample.entry(.max), limit: 4)
      while true {
        guard case .page(let page) = try store.past(query) else { break }
        #expect(page.messages.count <= 4)
        ids += page.messages.map(\.id.rawValue)
        guard let reached = page.reached else { break }
        query.before = reached
      }
      #expect(ids == (10..<40).reversed())
    }
  }

  @Test func adeletedMailboxIsGoneFromTheIndexToo() throws {
    try store.commit(
      Sample.batch([
        Sample.message(10, from: 1, to: 2, "treasure"), Sample.message(11, from: 1, to: 3, "treasure"),
        Sample.message(12, from: 2, to: 1, "kept treasure"),
      ]))
    try index()
    #expect(try terms().contains("a2_treasure"))
    try store.commit(
      Sample.batch([
        Sample.message(13, from: 1, to: 2, "late treasure"), Sample.record(14, .deregistered(Sample.account(2))),
      ]))
    // At once for those who look, then on the disk too.
    #expect(try found("treasure", by: 1) == [12, 11])
    #expect(try found(nil, by: 1) == [12, 11])
    try box.reopen()
    try index()
    #expect(try found("treasure", by: 1) == [12, 11])
    #expect(try box.bodies(of: 2) == [])
    // It sent one that stays: that one still stands under its number.
    #expect(try terms().filter { $0.hasPrefix("a2") } == ["a2", "a2_kept", "a2_treasure"])
    #expect(try rows(of: "a2") == [12])
    #expect(try store.pool.read { try $0.number("SELECT count(*) FROM leaving") } == 0)
  }

  /// The message and the mark how far the index is come in one transaction, so nothing is indexed twice or left out.
  @Test func aTidyingThatFailsHasNotHappened() throws {
    try say("one", "two", "three", "four")
    _ = try store.tidy(limit: 2)
    try store.pool.write {
      try $0.execute("CREATE TEMP TRIGGER stop BEFORE UPDATE ON state BEGIN SELECT RAISE(ABORT, 'no'); END")
    }
    #expect(throws: StoreError.self) { try store.tidy(limit: 2) }
    #expect(try terms() == ["b_one", "b_two"])
    try store.pool.write { try $0.execute("DROP TRIGGER stop") }
    #expect(try found("three") == [12])
    try index()
    #expect(try terms() == ["b_four", "b_one", "b_three", "b_two"])
    #expect(try rows(of: "b_three") == [12])
  }

  @Test func theIndexIsSound() throws {
    try say("one two", "two three")
    try index()
    try store.pool.write { db in
      try db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
      #expect(try StoreInspection.tableFlaw(of: db, path: "") ?? StoreInspection.pageFlaw(of: db) == nil)
    }
  }

  private func terms() throws -> [String] {
    try store.pool.read { try $0.rows("SELECT DISTINCT term FROM search_word ORDER BY term") { $0.text(0) } }
  }

  private func rows(of term: String) throws -> [Int64] {
    try store.pool.read { try $0.rows("SELECT doc FROM search_word WHERE term = ?", term) { $0.int64(0) } }
  }
}
