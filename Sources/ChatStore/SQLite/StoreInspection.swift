import GRDB

/// Looks at a file that claims to be a store and may be anything: damaged, foreign, or made to harm.
enum StoreInspection {
  /// Checks the file at `path`, which nobody has open: it is ours, every page of it is sound, and it has exactly the
  /// tables that a store of its version has. No code that stands in it is run (`trusted_schema`).
  ///
  /// - Returns: what is wrong with it; nil when nothing is.
  /// - Throws: `StoreError` when it can't be looked at.
  static func flaw(of path: String) throws(StoreError) -> BackupFlaw? {
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.foreignKeysEnabled = false
      configuration.prepareDatabase { db in
        try db.execute(sql: "PRAGMA trusted_schema = OFF")
        try db.execute(sql: "PRAGMA cell_size_check = ON")
      }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      return try queue.read { try flaw(of: $0) }
    } catch {
      let error = StoreError(error, path: path)
      if case .unreadable(_, let detail) = error { return .store("it is damaged or no database (\(detail))") }
      throw error
    }
  }

  private static func flaw(of db: Database) throws -> BackupFlaw? {
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
    let report = try String.fetchAll(db, sql: "PRAGMA integrity_check(1)")
    return report == ["ok"] ? nil : .store("it is damaged (\(report.first ?? "no report"))")
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
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(configuration: configuration)
    return try queue.writeWithoutTransaction { db in
      for script in Schema.migrations.prefix(Int(version)) {
        try db.execute(sql: script)
      }
      return try objects(of: db)
    }
  }
}
