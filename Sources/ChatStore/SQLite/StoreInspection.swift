import GRDB

/// Looks at a file that claims to be a store and may be anything: damaged, foreign, or made to harm.
enum StoreInspection {
  /// Checks the file at `path`, which nobody has open: it is ours, every page of it is sound, and it has exactly the
  /// tables that a store of its version has. No code that stands in it is run (`trusted_schema`).
  ///
  /// - Returns: what is wrong with it; nil when nothing is.
  /// - Throws: `StoreError` when it can't be looked at.
  static func flaw(of path: String) throws(StoreError) -> BackupFlaw? {
    do throws(StoreError) {
      return try read(path) { try flaw(of: $0) }
    } catch {
      guard let flaw = BackupFlaw(error) else { throw error }
      return flaw
    }
  }

  /// Runs `body` on a connection that can change nothing and trusts nothing.
  static func read<Value>(_ path: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      var configuration = Configuration.plain
      configuration.readonly = true
      configuration.busyMode = .timeout(10)
      configuration.prepareDatabase { db in
        try db.execute(sql: "PRAGMA trusted_schema = OFF")
        try db.execute(sql: "PRAGMA cell_size_check = ON")
      }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      return try queue.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// What is wrong with an open store; nil when nothing is.
  ///
  /// - Parameter isQuick: whether the entries of indexes are left unchecked, which takes much less time.
  static func flaw(of db: Database, isQuick: Bool = false) throws -> BackupFlaw? {
    guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
      return .store("it is a database of some other program")
    }
    let version = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard version <= Schema.version else { return .newerSchema(version) }
    guard version > 0 else { return .store("it holds no tables") }
    let found = try objects(of: db)
    let expected = try expectedObjects(version: version)
    if let odd = found.symmetricDifference(expected).map(\.name).min() {
      return .store("it has not the tables of a store of version \(version): see \"\(odd)\"")
    }
    let report = try String.fetchAll(db, sql: isQuick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)")
    guard report != ["ok"] else { return nil }
    // A report has a heading on a line of its own.
    let lines = (report.first ?? "no report").split(separator: "\n").filter { !$0.hasPrefix("***") }
    return .store("it is damaged (\(lines.joined(separator: ", ")))")
  }

  private struct Object: Hashable {
    let type: String
    let name: String
    let table: String
    let sql: String?
  }

  /// Tables, indexes, views and triggers.
  private static func objects(of db: Database) throws -> Set<Object> {
    let rows = try Row.fetchAll(db, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema")
    return Set(rows.map { Object(type: $0[0] ?? "", name: $0[1] ?? "", table: $0[2] ?? "", sql: $0[3]) })
  }

  private static func expectedObjects(version: Int32) throws -> Set<Object> {
    let queue = try DatabaseQueue(configuration: .plain)
    return try queue.writeWithoutTransaction { db in
      for script in Schema.migrations.prefix(Int(version)) {
        try db.execute(sql: script)
      }
      return try objects(of: db)
    }
  }
}

extension BackupFlaw {
  /// What it says of a store that it can't be read at all; nil when it says nothing of the store.
  init?(_ error: StoreError) {
    guard case .unreadable(_, let detail) = error else { return nil }
    self = .store("it is damaged or no database (\(detail))")
  }
}
