import CSQLite
import ChatCore
import ChatStore
import ChatSystem
import Glibc

/// How many messages a second SQLite takes without a server: the server's rows, in its tables, in transactions as large
/// as its own, each on disk before the next; a plain loop, one row with each run of one statement.
struct BareInserts {
  /// Which table.
  enum Table {
    case broadcast
    case mail
  }

  var table: Table
  /// Rows of one transaction.
  var batch: Int
  var bodyBytes: Int
  /// How many people write, and as many read.
  var people: Int
  var seconds: Double

  /// What it came to.
  struct Result: Codable {
    /// Rows a second.
    var rate: Double
    /// Milliseconds of one transaction, on average.
    var commit: Double
  }

  private static let rows = [
    Table.broadcast: "INSERT INTO broadcast (id, time, sender, body, run, number) VALUES (?1, ?2, ?3, ?5, ?6, ?7)",
    Table.mail: """
    INSERT INTO mail (id, time, kind, sender, recipient, size, body, run, number)
    VALUES (?1, ?2, 1, ?3, ?4, ?8, ?5, ?6, ?7)
    """,
  ]

  /// Runs it on a new store at `path`, which is left behind.
  func run(path: String) throws -> Result {
    // The same file, settings included, as the server's.
    try SQLiteStore(path: path).close()
    var handle: OpaquePointer?
    // No locks of its own, as the server's connections have none.
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK, let database = handle else {
      throw LoadError("\(path) can't be opened by SQLite")
    }
    defer { sqlite3_close_v2(database) }
    try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864", database)
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(database, Self.rows[table], -1, &prepared, nil) == SQLITE_OK, let statement = prepared
    else { throw LoadError("SQLite: \(String(cString: sqlite3_errmsg(database)))") }
    defer { sqlite3_finalize(statement) }

    let start = MonotonicClock.now()
    let end = start + Int64(seconds * 1e9)
    var count: Int64 = 0
    var commits = 0.0
    while MonotonicClock.now() < end {
      try execute("BEGIN IMMEDIATE", database)
      for _ in 0..<batch {
        count += 1
        try insert(count, statement, database)
      }
      try execute("COMMIT", database)
      commits += 1
    }
    let time = Double(MonotonicClock.now() - start) / 1e9
    return Result(rate: Double(count) / time, commit: time / commits * 1e3)
  }

  private func insert(_ id: Int64, _ statement: OpaquePointer, _ database: OpaquePointer) throws {
    let sender = 1 + id % Int64(people)
    sqlite3_bind_int64(statement, 1, id)
    sqlite3_bind_int64(statement, 2, 1_400_000_000_000_000 + id)
    sqlite3_bind_int64(statement, 3, sender)
    if table == .mail {
      sqlite3_bind_int64(statement, 4, sender + Int64(people))
      sqlite3_bind_int64(statement, 8, Int64(bodyBytes))
    }
    Self.body.withUnsafeBytes { body in
      let text = body.baseAddress?.assumingMemoryBound(to: CChar.self)
      // The text stays where it is as long as the statement runs: no copy.
      _ = sqlite3_bind_text(statement, 5, text, Int32(bodyBytes), nil)
      sqlite3_bind_int64(statement, 6, 0x7B3C_19F0_55AA_1000 + sender)
      sqlite3_bind_int64(statement, 7, id * Int64(Numbering.stride))
    }
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else { throw LoadError("SQLite: \(String(cString: sqlite3_errmsg(database)))") }
  }

  private func execute(_ sql: String, _ database: OpaquePointer) throws {
    guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
      throw LoadError("SQLite: \(String(cString: sqlite3_errmsg(database)))")
    }
  }

  private static let body = [UInt8](repeating: UInt8(ascii: "x"), count: 8_192)
}
