import CSQLite
import ChatCore
import ChatSystem

/// A connection to an SQLite database, with the statements that were prepared on it. One thread at a time.
final class Database {
  /// The purpose of a connection.
  enum Access: Hashable {
    /// Reads and writes; a file that is absent is made.
    case readWrite
    /// Reads what others may write meanwhile.
    case readOnly
    /// Reads a file that nobody changes, without locks and shared memory (sqlite.org/uri.html, `immutable`).
    case immutable
  }

  /// Names a database of its own in memory.
  static let memory = ":memory:"

  /// Nil once it is closed.
  private var handle: OpaquePointer?
  private var statements: [String: OpaquePointer] = [:]

  /// Opens the file at `path`, and looks whether it is a database at all.
  ///
  /// - Parameters:
  ///   - path: the file's, or `memory`.
  ///   - patience: how many milliseconds a statement waits for another process's or connection's lock.
  ///   - settings: SQL that is run before anything else.
  init(
    path: String, access: Access = .readWrite, patience: Int32 = 0, settings: String = ""
  ) throws(DatabaseError) {
    _ = Self.library
    let code: Int32
    switch access {
    case .readWrite:
      code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    case .readOnly:
      code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
    case .immutable:
      let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
      code = sqlite3_open_v2(Self.immutable(path), &handle, flags, nil)
    }
    // Even where nothing could be opened SQLite has made a connection that tells why; `deinit` closes it.
    sqlite3_extended_result_codes(handle, 1)
    guard code == SQLITE_OK, let handle else { throw failure(code) }
    sqlite3_busy_timeout(handle, patience)
    csqlite_refuse_quoted_text(handle)
    try execute(settings)
    // Opening alone reads nothing.
    try execute("SELECT 1 FROM sqlite_schema LIMIT 1")
  }

  deinit {
    finalizeStatements()
    sqlite3_close_v2(handle)
  }

  /// Ends the use of the database; does nothing the second time. The last connection to a database with a write-ahead log
  /// moves that into the file.
  ///
  /// - Throws: `DatabaseError`; it is open as before, without the statements.
  func close() throws(DatabaseError) {
    guard let handle else { return }
    finalizeStatements()
    try check(sqlite3_close(handle))
    self.handle = nil
  }

  /// SQLite's own connection, for what has no name here.
  ///
  /// - Throws: `DatabaseError.closed`.
  func connection() throws(DatabaseError) -> OpaquePointer {
    guard let handle else { throw .closed }
    return handle
  }

  /// Runs all statements in `sql`, and drops the rows that they yield.
  ///
  /// - Throws: `DatabaseError`; what stands before the statement that failed has been done.
  func execute(_ sql: String) throws(DatabaseError) {
    try check(sqlite3_exec(connection(), sql, nil, nil, nil))
  }

  /// The statement of this SQL, prepared once for as long as the connection is open.
  func statement(_ sql: String) throws(DatabaseError) -> OpaquePointer {
    if let statement = statements[sql] { return statement }
    var statement: OpaquePointer?
    let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
    try check(sqlite3_prepare_v3(connection(), sql, -1, flags, &statement, nil))
    // Only SQL that has no statement in it yields none.
    guard let statement else { throw DatabaseError(code: SQLITE_MISUSE) }
    statements[sql] = statement
    return statement
  }

  /// Runs `body` in a transaction, which is on disk when this returns; when it throws, nothing has happened.
  ///
  /// - Parameter isReading: whether it only reads, one consistent state from its first statement on; else no other connection
  ///   can write as soon as it has begun.
  /// - Throws: `DatabaseError`, or what `body` throws.
  func transaction<Result>(isReading: Bool = false, _ body: () throws -> Result) throws -> Result {
    try SQLStatement(isReading ? "BEGIN" : "BEGIN IMMEDIATE", in: self).run()
    do {
      let result = try body()
      // One that still had rows to give would keep the state that it reads from being left.
      resetStatements()
      try SQLStatement("COMMIT", in: self).run()
      return result
    } catch {
      resetStatements()
      // Some failures have ended it already (sqlite.org/lang_transaction.html, 2.1).
      if isInTransaction { try? SQLStatement("ROLLBACK", in: self).run() }
      throw error
    }
  }

  /// True while a transaction has begun and not ended.
  var isInTransaction: Bool {
    handle.map { sqlite3_get_autocommit($0) == 0 } ?? false
  }

  /// Moves the write-ahead log into the file.
  ///
  /// - Parameter isWhole: whether all is moved and the log emptied, waiting for who reads or writes; else what can be moved
  ///   beside them.
  /// - Returns: how many pages are in the log, and how many of them were moved.
  /// - Throws: `DatabaseError`, with SQLITE_BUSY when somebody was not waited for long enough.
  @discardableResult
  func checkpoint(isWhole: Bool) throws(DatabaseError) -> (length: Int, moved: Int) {
    var (length, moved): (Int32, Int32) = (0, 0)
    let mode = isWhole ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
    try check(sqlite3_wal_checkpoint_v2(connection(), nil, mode, &length, &moved))
    return (Int(length), Int(moved))
  }

  /// Writes all of it over `other` (sqlite.org/backup.html), `pages` pages at a time.
  ///
  /// - Parameter progress: called after each of these steps.
  func copy(
    to other: Database, pagesPerStep pages: Int32, progress: (_ donePages: Int, _ pages: Int) -> Void
  ) throws(DatabaseError) {
    let target = try other.connection()
    guard let backup = sqlite3_backup_init(target, "main", try connection(), "main") else {
      throw other.failure(sqlite3_extended_errcode(target))
    }
    var code = SQLITE_OK
    while code == SQLITE_OK {
      code = sqlite3_backup_step(backup, pages)
      if code == SQLITE_OK || code == SQLITE_DONE {
        let count = Int(sqlite3_backup_pagecount(backup))
        progress(count - Int(sqlite3_backup_remaining(backup)), count)
      }
    }
    // What it says of a step that failed it tells the target too.
    try other.check(sqlite3_backup_finish(backup))
    guard code == SQLITE_DONE else { throw DatabaseError(code: code) }
  }

  /// Throws what a call on this connection has returned, unless that is SQLITE_OK.
  func check(_ code: Int32) throws(DatabaseError) {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// The failure with `code` of the last call on this connection.
  func failure(_ code: Int32) -> DatabaseError {
    handle.map { DatabaseError(code: code, of: $0) } ?? DatabaseError(code: code)
  }

  /// Has statements that were left before their last row give up the rest.
  private func resetStatements() {
    for statement in statements.values where sqlite3_stmt_busy(statement) != 0 {
      sqlite3_reset(statement)
    }
  }

  private func finalizeStatements() {
    statements.values.forEach { sqlite3_finalize($0) }
    statements = [:]
  }

  /// The URI by which SQLite opens a file that nobody changes.
  private static func immutable(_ path: String) -> String {
    let plain = path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "-")...UInt8(ascii: "9"):
        String(UnicodeScalar(byte))
      default:
        "%" + Hexadecimal.text(of: [byte])
      }
    }
    return "file:\(plain.joined())?immutable=1"
  }

  /// The configuration of the library, once, before the first connection.
  private static let library: Void = csqlite_configure()

  /// The values that `read` makes of each row of a statement with these parameters, from ?1 on.
  ///
  /// - Throws: `DatabaseError`, or what `read` throws.
  func rows<Value>(
    _ sql: String, _ values: (any SQLValue)?..., read: (SQLStatement) throws -> Value
  ) throws -> [Value] {
    let statement = try SQLStatement(sql, in: self)
    statement.bind(values)
    var rows: [Value] = []
    while try statement.step() {
      rows.append(try read(statement))
    }
    return rows
  }

  /// The number in the first column of a statement's first row; nil where that is NULL, or there is no row.
  func number(_ sql: String, _ values: (any SQLValue)?...) throws(DatabaseError) -> Int64? {
    let statement = try SQLStatement(sql, in: self)
    statement.bind(values)
    defer { statement.reset() }
    return try statement.step() ? statement.optionalInt64(0) : nil
  }

  /// Runs a statement that yields no rows.
  ///
  /// - Returns: how many rows it changed.
  @discardableResult
  func run(_ sql: String, _ values: (any SQLValue)?...) throws(DatabaseError) -> Int {
    let statement = try SQLStatement(sql, in: self)
    statement.bind(values)
    try statement.run()
    return statement.changes
  }
}
