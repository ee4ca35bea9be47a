import CSQLite
import ChatCore
import ChatStore
import ChatSystem
import Glibc

/// The most that SQLite takes without a server: the server's rows, in its tables, in transactions as large as its own, each
/// on disk before the next; a plain loop, one row with each run of one statement.
struct BareInserts {
  var kind: ChatScenario.Kind
  var batch: Int
  var bodyBytes: Int
  /// The number of people who write, and of those who read.
  var people: Int
  var seconds: Double

  private var row: String {
    switch kind {
    case .fanout: "INSERT INTO broadcast (id, time, sender, body, run, number) VALUES (?1, ?2, ?3, ?5, ?6, ?7)"
    case .private:
      """
      INSERT INTO mail (id, time, kind, sender, recipient, size, body, run, number)
      VALUES (?1, ?2, 1, ?3, ?4, ?8, ?5, ?6, ?7)
      """
    }
  }

  /// Runs them on a new store at `path`, which is left behind, and gives rows a second.
  func run(path: String) throws -> Double {
    // The same file, settings included, as the server's.
    try SQLiteStore(path: path).close()
    var handle: OpaquePointer?
    // No locks of its own, as the server's connections have none.
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK, let database = handle else {
      throw LoadError("\(path) can't be opened by SQLite")
    }
    defer { sqlite3_close_v2(database) }
    func check(_ isDone: Bool) throws(LoadError) {
      guard isDone else { throw LoadError("SQLite: \(String(cString: sqlite3_errmsg(database)))") }
    }
    func execute(_ sql: String) throws(LoadError) {
      try check(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    }
    try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(database, row, -1, &statement, nil) == SQLITE_OK)
    defer { sqlite3_finalize(statement) }

    let (start, end) = (MonotonicClock.now(), MonotonicClock.now(plus: seconds))
    var count: Int64 = 0
    while MonotonicClock.now() < end {
      try execute("BEGIN IMMEDIATE")
      for _ in 0..<batch {
        count += 1
        try check(insert(count, statement))
      }
      try execute("COMMIT")
    }
    return Double(count) / Double(MonotonicClock.now() - start) * 1e9
  }

  private func insert(_ id: Int64, _ statement: OpaquePointer?) -> Bool {
    let sender = 1 + id % Int64(people)
    sqlite3_bind_int64(statement, 1, id)
    sqlite3_bind_int64(statement, 2, 1_400_000_000_000_000 + id)
    sqlite3_bind_int64(statement, 3, sender)
    if kind == .private {
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
    defer { sqlite3_reset(statement) }
    return sqlite3_step(statement) == SQLITE_DONE
  }

  private static let body = [UInt8](repeating: UInt8(ascii: "x"), count: 8_192)

  /// The median of 200 writes of 4 KiB with fdatasync(2) each, into a new file at `path`; in milliseconds.
  static func syncMilliseconds(path: String) throws(LoadError) -> Double {
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LoadError("\(path): \(String(systemError: errno))") }
    defer { close(descriptor) }
    let times = try (0..<200).map { _ throws(LoadError) -> Double? in
      let start = MonotonicClock.now()
      guard write(descriptor, body, 4_096) == 4_096, fdatasync(descriptor) == 0 else {
        throw LoadError("\(path): \(String(systemError: errno))")
      }
      return Double(MonotonicClock.now() - start) / 1e6
    }
    return Spread(times)?.median ?? 0
  }
}
