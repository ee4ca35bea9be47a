import ChatCore
import GRDB

extension SQLiteStore {
  /// Copies one consistent state to a new file at `path`, beside commits (SQLite's online backup: never with plain
  /// reads, whose close(2) would give up this process's locks on the store).
  ///
  /// The copy is one file without a write-ahead log. It is not synced: it is on its way into an archive.
  ///
  /// - Throws: `StoreError`.
  func copy(to path: String, progress: (_ donePages: Int, _ pages: Int) -> Void) throws(StoreError) {
    do {
      let copy = try DatabaseQueue(path: path, configuration: .plain)
      try copy.writeWithoutTransaction { db in
        do {
          try db.execute(sql: "PRAGMA synchronous = OFF")
          try pool.read { source in
            // All in one reading transaction, which the first statement begins: so a server that writes meanwhile
            // neither changes what is copied nor makes it begin anew.
            _ = try Int.fetchOne(source, sql: "SELECT count(*) FROM sqlite_schema")
            try withoutActuallyEscaping(progress) { progress in
              try source.backup(to: db, pagesPerStep: 1_024) { step in
                progress(step.completedPageCount, step.totalPageCount)
              }
            }
          }
          try db.execute(sql: "PRAGMA journal_mode = DELETE")
        } catch {
          throw StoreError(error, connection: db, path: path)
        }
      }
      try copy.close()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Makes every token void. Those of an old state may have been voided since: by a log-out, a new password, a kick.
  ///
  /// - Throws: `StoreError`; nothing has changed.
  func forgetTokens() throws(StoreError) {
    try write { db in
      try db.execute(sql: "DELETE FROM token")
    }
  }

  /// Takes the records of `files` out, as if those had never been sent.
  ///
  /// - Throws: `StoreError`; nothing has changed.
  func forget(_ files: [FileID]) throws(StoreError) {
    guard !files.isEmpty else { return }
    try write { db in
      for file in files {
        try db.execute(sql: "DELETE FROM file WHERE id = ?", arguments: [file.rawValue])
      }
    }
  }
}
