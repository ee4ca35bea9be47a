import CSQLite
import ChatCore
import ChatSystem
import Glibc

/// The one judgement on a file that claims to be a store and may be anything: damaged, foreign, or made to harm. A server's
/// start, `doctor`, `backup verify` and `backup restore` all ask here, so that they say the same.
///
/// What it takes, a room can live on: no number in it lets anything overflow, and all that the loader reads makes sense.
enum StoreInspection {
  /// Looks at the file at `path`; no code that stands in it is run (`trusted_schema`). An empty or absent one is a store that
  /// was never written to.
  ///
  /// - Returns: what is wrong with it; nil when nothing is.
  /// - Throws: `StoreError` when it can't be looked at.
  static func flaw(of path: String, depth: StoreDepth) throws(StoreError) -> String? {
    var status = stat()
    // Not opened: closing a descriptor of the file would give up the locks of this process's own connections.
    guard stat(path, &status) == 0, status.st_size > 0 else { return nil }
    do throws(StoreError) {
      return try read(path) { try flaw(of: $0, path: path, depth: depth) }
    } catch {
      guard let flaw = error.flaw else { throw error }
      return flaw
    }
  }

  /// Runs `body` on a connection that can change nothing and trusts nothing.
  static func read<Value>(_ path: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      let db = try Database(
        path: path, access: .readOnly, patience: SQLiteStore.patience,
        settings: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
      return try db.transaction(isReading: true) { try body(db) }
    } catch let error as DatabaseError where error.primaryCode == SQLITE_ERROR {
      // Our own statements are right: what SQLite can't carry out lies in the file.
      throw .unreadable(path: path, detail: "\(error)")
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// The flaw of an open store; nil when it has none. Of one of an older version only whether it is what that version
  /// wrote: the rest is looked at once it is up to date.
  static func flaw(of db: Database, path: String, depth: StoreDepth) throws -> String? {
    if let flaw = try tableFlaw(of: db, path: path) { return flaw }
    let isSmall = try size(of: db) <= StoreDepth.small
    let isPartial = depth == .start && !isSmall
    if !isPartial, let flaw = try pageFlaw(of: db, isQuick: depth == .quick && !isSmall) { return flaw }
    let version = try StoreFile.version(of: db)
    guard version == Schema.version else { return nil }
    let rows = StoreRows(db: db)
    if let flaw = try rows.numberFlaw() { return flaw }
    // Who starts on the store loads it next, with the same result.
    guard !isPartial else { return nil }
    do {
      _ = try StateReader(db: db, path: path).state()
    } catch StoreError.unreadable(_, let detail) {
      return detail
    }
    return try rows.messageFlaw()
  }

  /// The flaw of an open store's pages; nil when they have none.
  ///
  /// - Parameter isQuick: whether the entries of indexes are left unchecked, which takes much less time.
  static func pageFlaw(of db: Database, isQuick: Bool = false) throws -> String? {
    let report = try db.rows(isQuick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)") { $0.text(0) }
    guard report != ["ok"] else { return nil }
    // A report has a heading on a line of its own.
    let lines = (report.first ?? "no report").split(separator: "\n").filter { !$0.hasPrefix("***") }
    return "it is damaged (\(lines.joined(separator: ", ")))"
  }

  /// The flaw of a store that is not ours, is of a version that we do not know, or has not exactly the tables of its
  /// version; else nil.
  ///
  /// - Parameter path: the file, beside which an older one may be kept.
  static func tableFlaw(of db: Database, path: String) throws -> String? {
    guard try StoreFile.application(of: db) == Schema.applicationID else {
      return "it is a database of some other program"
    }
    let version = try StoreFile.version(of: db)
    guard version <= Schema.version else { return StoreFile.newer(version, path: path) }
    guard version >= 0 else { return StoreFile.impossible(version) }
    guard try isWritable(db) else { return "it is damaged: it calls itself a file of a newer SQLite" }
    let found = try objects(of: db)
    let expected = try expectedObjects(version: version)
    if let odd = found.symmetricDifference(expected).map(\.name).min() {
      return "it has not the tables of a store of version \(version): see \"\(odd)\""
    }
    return nil
  }

  /// The size of a store, in bytes.
  static func size(of db: Database) throws -> Int64 {
    try db.number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
  }

  /// True when the file takes changes by this SQLite ("Database File Format", 1.3.3): a connection that only reads does
  /// not mind. Read through SQLite's own descriptor; closing another one would give up the locks of this process.
  private static func isWritable(_ db: Database) throws -> Bool {
    var file: UnsafeMutablePointer<sqlite3_file>?
    guard try sqlite3_file_control(db.connection(), "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
      let file, let read = file.pointee.pMethods?.pointee.xRead
    else { return true }
    var versions: [UInt8] = [0, 0]
    // A database in memory has no such file.
    guard read(file, &versions, 2, 18) == SQLITE_OK else { return true }
    return versions.allSatisfy { (1...2).contains($0) }
  }

  private struct Object: Hashable {
    let type: String
    let name: String
    let table: String
    let sql: String?
  }

  /// Tables, indexes, views and triggers.
  private static func objects(of db: Database) throws -> Set<Object> {
    Set(
      try db.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema") {
        Object(type: $0.text(0), name: $0.text(1), table: $0.text(2), sql: $0.isNull(3) ? nil : $0.text(3))
      })
  }

  /// The tables of each version that was asked for: to make them takes some milliseconds.
  private static let known = Locked<[Int32: Set<Object>]>([:])

  private static func expectedObjects(version: Int32) throws -> Set<Object> {
    if let found = known.withLock({ $0[version] }) { return found }
    let db = try Database(path: Database.memory)
    for script in Schema.migrations.prefix(Int(version)) {
      try db.execute(script)
    }
    let made = try objects(of: db)
    known.withLock { $0[version] = made }
    return made
  }
}

extension StoreError {
  /// The flaw of a store that can't be read at all; nil when the error says nothing of the store.
  fileprivate var flaw: String? {
    guard case .unreadable(_, let detail) = self else { return nil }
    return detail.hasPrefix("it is ") ? detail : "it is damaged (\(detail))"
  }
}

/// How closely a store is looked at before anything is done with it.
///
/// All depths look by the same code (`StoreInspection`) and in the same order; what the shallow ones leave out is what costs
/// the more the more messages there are. A row that is found bad later is passed over (`MessageRow`).
public enum StoreDepth: Sendable {
  /// As a server does at its start, which nobody shall have to wait for: everything of a store of at most `small` bytes. Of a
  /// larger one whether it is ours and has our tables, the counters, the first and last number of each table, and all that
  /// is loaded, which is everything but the messages; not the soundness of its pages, nor message by message.
  case start
  /// Everything but whether the entries of indexes agree with their tables.
  case quick
  /// Everything, in a time that grows with the store.
  case full

  /// The size in bytes up to which all depths are one: that much is looked through in some 50 ms.
  static let small: Int64 = 8 << 20
}

/// The health of a store, looked at through SQLite without changing it, beside a running server too.
public struct StoreHealth: Hashable, Sendable {
  /// The flaw in it, to follow its name; nil when it is sound.
  public let flaw: String?
  /// The version of its tables; 0 when it could not be read.
  public let schema: Int32
  /// When the newest thing in it happened that carries a time; nil when there is none.
  public let newest: WallTime?

  /// The version of the tables that this program writes.
  public static let knownSchema = Schema.version

  /// A store in this state.
  public init(flaw: String?, schema: Int32, newest: WallTime?) {
    self.flaw = flaw
    self.schema = schema
    self.newest = newest
  }

  /// Checks the store at `path`; nil when there is none.
  ///
  /// - Throws: `StoreError` when it can't be looked at.
  public static func of(_ path: String, depth: StoreDepth) throws(StoreError) -> StoreHealth? {
    // Not opened: closing a descriptor of the file would give up the locks of this process's own connections.
    var status = stat()
    if stat(path, &status) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
    // One that was never written to is as good as none, as a server's start has it.
    if status.st_size == 0, status.st_mode & S_IFMT == S_IFREG { return nil }
    do throws(StoreError) {
      return try StoreInspection.read(path) { db in
        let flaw = try StoreInspection.flaw(of: db, path: path, depth: depth)
        let schema = try StoreFile.version(of: db)
        // Older tables may lack the columns; the next start brings them up to date.
        let hasTimes = flaw == nil && schema == Schema.version
        return StoreHealth(flaw: flaw, schema: schema, newest: hasTimes ? try newest(in: db) : nil)
      }
    } catch {
      guard let flaw = error.flaw else { throw error }
      return StoreHealth(flaw: flaw, schema: 0, newest: nil)
    }
  }

  private static func newest(in db: Database) throws -> WallTime? {
    let sql = """
      SELECT max(time) FROM (
        SELECT time FROM (SELECT time FROM broadcast ORDER BY id DESC LIMIT 1)
        UNION ALL SELECT max(created) FROM account
        UNION ALL SELECT max(last_seen) FROM account)
      """
    return try db.number(sql).map(WallTime.init)
  }
}
