import CSQLite
import ChatTestSupport
import Testing

@testable import ChatStore

/// One connection: values, statements, transactions, failures.
@Suite struct DatabaseTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path(of: "database") }

  private struct Refusal: Error {}

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func numbers(in db: Database) throws -> [Int64] {
    try db.rows("SELECT n FROM t ORDER BY n") { $0.int64(0) }
  }

  private func makeTable(_ settings: String = "") throws -> Database {
    let db = try Database(path: path, settings: settings)
    try db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT, bytes BLOB)")
    return db
  }

  @Test func whatIsBoundIsReadAgain() throws {
    let db = try makeTable()
    let texts = ["", "NUL \u{0} inside", "e\u{301} and \u{e9}", "👩‍💻", String(repeating: "x", count: 100_000)]
    let insert = try SQLStatement("INSERT INTO t VALUES (?1, ?2, ?3)", in: db)
    for (number, text) in texts.enumerated() {
      insert.bind(1, Int64(number))
      insert.bind(2, text)
      insert.bind(3, Array(text.utf8))
      try insert.run()
    }
    #expect(insert.changes == 1)
    insert.bind(1, .max)
    insert.bind(2, nil as String?)
    insert.bind(3, [0xff, 0])
    try insert.run()
    let rows = try db.rows("SELECT n, text, bytes FROM t ORDER BY n") { ($0.int64(0), $0.text(1), $0.bytes(2)) }
    #expect(rows.dropLast().map { Array($0.1.utf8) } == texts.map { Array($0.utf8) })
    #expect(rows.dropLast().map(\.2) == texts.map { Array($0.utf8) })
    #expect(rows.last?.0 == .max && rows.last?.1 == "" && rows.last?.2 == [0xff, 0])
    #expect(try db.rows("SELECT text FROM t WHERE n = ?1", Int64.max) { $0.isNull(0) } == [true])
    #expect(try db.number("SELECT NULL") == nil)
    #expect(try db.number("SELECT n FROM t WHERE n = ?1", -1) == nil)
  }

  @Test func aStatementIsPreparedOnce() throws {
    let db = try makeTable()
    let first = try db.statement("SELECT n FROM t")
    #expect(try db.statement("SELECT n FROM t") == first)
    #expect(try db.statement("SELECT n FROM t LIMIT 1") != first)
  }

  @Test func failuresSayWhatSQLiteSays() throws {
    let db = try makeTable()
    let said: [(String, String)] = [
      ("nonsense", "SQLite error 1: near \"nonsense\": syntax error"),
      ("SELECT m FROM t", "SQLite error 1: no such column: m"),
      // Only a name may stand in double quotes; else a misspelt column would be a text.
      ("SELECT \"m\" FROM t", "SQLite error 1: no such column: m"),
      ("INSERT INTO t (n) VALUES (1), (1)", "SQLite error 1555: UNIQUE constraint failed: t.n"),
    ]
    for (sql, text) in said {
      let error = #expect(throws: DatabaseError.self) { try db.run(sql) }
      #expect(error?.description == text)
      #expect(throws: DatabaseError.self) { try db.execute(sql) }
    }
    #expect(try numbers(in: db) == [])
  }

  @Test func whatIsNoDatabaseIsRefusedWhenItIsOpened() throws {
    try directory.write(String(repeating: "SQLite format 3?", count: 20), to: "database")
    let error = #expect(throws: DatabaseError.self) { try Database(path: path) }
    #expect(error?.primaryCode == SQLITE_NOTADB)
    let absent = #expect(throws: DatabaseError.self) {
      try Database(path: directory.path(of: "absent"), access: .readOnly)
    }
    #expect(absent?.primaryCode == SQLITE_CANTOPEN)
    #expect(try directory.names() == ["database"])
  }

  @Test func aTransactionThatThrowsHasNotHappened() throws {
    let db = try makeTable()
    try db.execute("INSERT INTO t (n) VALUES (1), (2)")
    #expect(throws: Refusal.self) {
      try db.transaction {
        try db.run("INSERT INTO t (n) VALUES (3)")
        // Left before its end.
        #expect(try SQLStatement("SELECT n FROM t", in: db).step())
        throw Refusal()
      }
    }
    #expect(!db.isInTransaction)
    #expect(try numbers(in: db) == [1, 2])
    // What SQLite has taken back by itself is told by its own error, and the connection goes on.
    let error = #expect(throws: DatabaseError.self) {
      try db.transaction {
        try db.run("INSERT INTO t (n) VALUES (3)")
        try db.run("INSERT OR ROLLBACK INTO t (n) VALUES (3)")
      }
    }
    #expect(error?.primaryCode == SQLITE_CONSTRAINT)
    let count = try db.transaction { try db.run("INSERT INTO t (n) VALUES (?1)", 9) }
    #expect(count == 1)
    #expect(try numbers(in: db) == [1, 2, 9])
  }

  @Test func whoIsNotPatientIsToldAtOnceThatItIsLocked() throws {
    let db = try makeTable()
    let other = try Database(path: path)
    try db.transaction {
      let error = #expect(throws: DatabaseError.self) { try other.transaction { _ = try other.run("DELETE FROM t") } }
      #expect(error?.primaryCode == SQLITE_BUSY)
      #expect(!other.isInTransaction)
    }
    _ = try other.transaction { try other.run("INSERT INTO t (n) VALUES (5)") }
    #expect(try numbers(in: db) == [5])
  }

  @Test func whoIsPatientWaitsForTheLock() async throws {
    let db = try makeTable("PRAGMA journal_mode = WAL")
    let path = path
    try db.execute("BEGIN IMMEDIATE; INSERT INTO t (n) VALUES (1)")
    let waiting = Task.detached {
      let other = try Database(path: path, patience: 60_000)
      return try other.transaction { try other.number("SELECT max(n) FROM t") }
    }
    try db.execute("COMMIT")
    #expect(try await waiting.value == 1)
  }

  /// Whoever interrupts does so from another thread; here it is SQLite that asks while it works.
  @Test func aStatementThatIsInterruptedFailsAndTheConnectionGoesOn() throws {
    let db = try makeTable()
    let handle = try db.connection()
    sqlite3_progress_handler(
      handle, 10,
      { connection in
        sqlite3_interrupt(OpaquePointer(connection))
        return 0
      }, UnsafeMutableRawPointer(handle))
    let error = #expect(throws: DatabaseError.self) {
      try db.transaction {
        try db.run("INSERT INTO t (n) WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT i FROM c")
      }
    }
    #expect(error?.primaryCode == SQLITE_INTERRUPT)
    sqlite3_progress_handler(handle, 0, nil, nil)
    #expect(!db.isInTransaction)
    #expect(try numbers(in: db) == [])
  }

  @Test func whatIsClosedSaysSo() throws {
    let db = try makeTable()
    try db.execute("INSERT INTO t (n) VALUES (1), (2)")
    #expect(try SQLStatement("SELECT n FROM t", in: db).step())
    // Though a statement was not read to its end.
    try db.close()
    try db.close()
    #expect(throws: DatabaseError.closed) { try db.execute("SELECT 1") }
    #expect(throws: DatabaseError.closed) { try db.number("SELECT n FROM t") }
    #expect(throws: DatabaseError.closed) { try db.transaction {} }
    #expect(throws: DatabaseError.closed) { try db.checkpoint(isWhole: true) }
  }

  @Test func aCopyIsOneState() throws {
    let db = try makeTable("PRAGMA journal_mode = WAL")
    try db.transaction {
      for number in 0..<300 as Range<Int64> {
        try db.run("INSERT INTO t (n, bytes) VALUES (?1, zeroblob(4000))", number)
      }
    }
    let reader = try Database(path: path, access: .readOnly)
    let copy = try Database(path: directory.path(of: "copy"))
    var steps: [(done: Int, of: Int)] = []
    try reader.transaction(isReading: true) {
      #expect(try numbers(in: reader).count == 300)
      try reader.copy(to: copy, pagesPerStep: 100) { done, pages in
        steps.append((done, pages))
        if steps.count == 1 { #expect((try? db.run("DELETE FROM t")) == 300) }
      }
    }
    #expect(steps.count > 2)
    #expect(steps.map(\.done) == steps.map(\.done).sorted())
    #expect(steps.last.map { $0.done == $0.of } == true)
    #expect(try numbers(in: copy).count == 300)
    #expect(try numbers(in: reader) == [])
    // A target that can't be written to fails with its own error.
    let mute = try Database(path: directory.path(of: "copy"), access: .readOnly)
    let error = #expect(throws: DatabaseError.self) { try db.copy(to: mute, pagesPerStep: 1) { _, _ in } }
    #expect(error?.primaryCode == SQLITE_READONLY)
  }

  @Test func theLogIsMovedBesideReadersOrWhole() throws {
    let db = try makeTable("PRAGMA journal_mode = WAL")
    try db.execute("INSERT INTO t (n) VALUES (1)")
    let reader = try Database(path: path, access: .readOnly)
    try reader.transaction(isReading: true) {
      #expect(try numbers(in: reader) == [1])
      try db.execute("INSERT INTO t (n) VALUES (2)")
      let (length, moved) = try db.checkpoint(isWhole: false)
      #expect(moved < length)
      let error = #expect(throws: DatabaseError.self) { try db.checkpoint(isWhole: true) }
      #expect(error?.primaryCode == SQLITE_BUSY)
    }
    try db.checkpoint(isWhole: true)
    #expect(try directory.bytes(of: "database-wal").isEmpty)
  }
}
