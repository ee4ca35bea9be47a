import CSQLite
import ChatCore
import Foundation

@testable import ChatStore

/// Whatever a store has become, the loader says the same of it each time; and what it takes a room lives on.
enum StoreFuzzing {
  /// Each piece of four bytes is a change of a sound store: of one bit, or of one value in a table to one at the edge.
  static func run(_ input: UnsafeRawBufferPointer) {
    var bytes = image
    var values: [String] = []
    for start in stride(from: 0, to: min(input.count, 64) & ~3, by: 4) {
      let (kind, place) = (input[start], Int(input[start + 1]) << 8 | Int(input[start + 2]))
      let what = input[start + 3]
      if kind < 128 {
        // Small steps in the first pages, where the tables of tables stand.
        bytes[(place << Int(kind & 7)) % bytes.count] ^= 1 << (what & 7)
      } else {
        let column = columns[place % columns.count]
        values.append("UPDATE OR IGNORE \(column.table) SET \(column.name) = \(edges[Int(what) % edges.count])")
      }
    }
    guard let db = try? open(bytes) else { return }
    for value in values {
      try? db.execute(value)
    }
    let first = judgement(of: db)
    let second = judgement(of: db)
    precondition(second == first, "a store was judged in two ways: \(first ?? "sound"); \(second ?? "sound")")
    guard first == nil else { return }
    live(on: db)
  }

  /// What is wrong; nil when it is taken.
  private static func judgement(of db: Database) -> String? {
    do {
      return try db.transaction(isReading: true) {
        try StoreInspection.flaw(of: db, path: "store", depth: .full)
      }
    } catch {
      return "\(error)"
    }
  }

  private static func live(on db: Database) {
    do {
      let state = try db.transaction(isReading: true) { try StateReader(db: db, path: "store").state() }
      var ids = EntryIDAllocator(after: state.idBound)
      let secrets = Secrets(random: { [UInt8](repeating: 0, count: $0) }, digest: { _ in nil })
      _ = Engine(
        state, parameters: Parameters(), ids: ids, secrets: secrets,
        at: Moment(uptime: Uptime(nanoseconds: 1), wall: WallTime(seconds: 1.4e9)))
      if let bound = ids.boundToCommit() { ids.grant(bound) }
      precondition(EntryID.sane.contains(ids.take().rawValue), "a number that no wire takes")
      try db.transaction {
        for account in state.accounts.prefix(3) {
          for text in [nil, "words"] {
            let query = PastQuery(reader: account.id, text: text, before: state.idBound.advanced(by: 1), limit: 3)
            var reader = try PastReader(db: db, query: query)
            _ = try reader.outcome()
          }
        }
        _ = try SearchIndexer(db: db, partWidth: SearchPart.width).work(limit: 3)
        try StoreSnapshot(db: db, path: "store").forEachWaitingMessage { message in
          precondition(EntryID.sane.contains(message.id.rawValue), "a message without a number")
        }
      }
    } catch {
      // The index of words is nobody's to judge but SQLite's, which may find it damaged when it is read.
      let error = StoreError(error, path: "store")
      if case .unreadable = error { return }
      precondition("\(error)".contains("fts5"), "a room could not live on a sound store: \(error)")
    }
  }

  private static func open(_ bytes: [UInt8]) throws -> Database {
    let db = try Database(path: Database.memory)
    let copy = sqlite3_malloc64(UInt64(bytes.count)).assumingMemoryBound(to: UInt8.self)
    copy.update(from: bytes, count: bytes.count)
    let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE)
    try db.check(
      sqlite3_deserialize(db.connection(), "main", copy, sqlite3_int64(bytes.count), sqlite3_int64(bytes.count), flags))
    // As a file is opened: what is read first tells of a damage that SQLite does not see a second time.
    try db.execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; SELECT 1 FROM sqlite_schema LIMIT 1")
    return db
  }

  private struct Column {
    let table: String
    let name: String
  }

  private static let edges = [
    "0", "1", "-1", "2000", "2001", "2147483648", "4611686018427387904", "4611686018427387905", "9223372036854775807",
    "-9223372036854775807 - 1", "2305843009213693952", "NULL", "'x'", "''", "x'ff'", "1.5", "1e300", "rowid", "99",
    "253402300800000000",
  ]

  /// Of all tables but those of the index of words.
  private static let columns = [
    "state", "account", "reading", "broadcast", "mail", "block", "login_block", "file", "run", "token", "leaving",
    "search_part",
  ]
  .flatMap { table in
    let names =
      (try? open(image).rows("SELECT name FROM pragma_table_info('\(table)')") { $0.text(0) }) ?? []
    return names.map { Column(table: table, name: $0) }
  }

  /// A sound store with a row of each kind, on small pages so that a change hits something.
  private static let image: [UInt8] = {
    do {
      let db = try Database(
        path: Database.memory, settings: "PRAGMA page_size = 1024; PRAGMA application_id = \(Schema.applicationID)")
      for script in Schema.migrations { try db.execute(script) }
      try db.execute("PRAGMA user_version = \(Schema.version)")
      try db.execute(rows)
      _ = try SearchIndexer(db: db, partWidth: SearchPart.width).work(limit: 2)
      return try image(of: db)
    } catch {
      preconditionFailure("no store to begin with: \(error)")
    }
  }()

  private static func image(of db: Database) throws -> [UInt8] {
    var size: sqlite3_int64 = 0
    guard let bytes = try sqlite3_serialize(db.connection(), "main", &size, 0) else {
      throw DatabaseError(code: SQLITE_NOMEM)
    }
    defer { sqlite3_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(size)))
  }

  private static let verifier =
    "$scrypt$ln=15,r=8,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"

  private static let rows = """
    INSERT INTO state VALUES ('id_bound', 2000);
    INSERT INTO account VALUES (1, 'alice', 'alice', '\(verifier)', 1, 2, 1, NULL),
      (2, 'Bob', 'bob', '\(verifier)', 1, NULL, 0, NULL), (3, 'carol', NULL, NULL, 1, NULL, 1, 'carol');
    INSERT INTO reading VALUES (1, 1), (2, 12);
    INSERT INTO broadcast VALUES (10, 1, 1, 'words to all', -1, 9), (20, 1, 2, 'more words', NULL, NULL);
    INSERT INTO mail VALUES (11, 1, 1, 3, 2, 7, 'for bob', NULL, NULL), (15, 1, 3, 1, 2, 5, 'notes', -1, 6);
    INSERT INTO block VALUES (2, 1, 12, 13, 0), (1, 2, 16, NULL, 1), (1, 3, 16, NULL, 0);
    INSERT INTO login_block VALUES (1, '127.0.0.1', 5);
    INSERT INTO file VALUES (14, 2, 1, 'notes', 5, zeroblob(32), 1);
    INSERT INTO run VALUES (1, -1, 1, 9, '7,8');
    INSERT INTO token VALUES (2, 7, zeroblob(32), NULL, 1);
    INSERT INTO leaving VALUES (3);
    """
}
