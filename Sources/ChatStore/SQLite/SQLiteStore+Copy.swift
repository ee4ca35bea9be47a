import ChatCore

extension SQLiteStore {
  /// Copies one consistent state to a new file at `path`, beside commits (SQLite's online backup: never with plain
  /// reads, whose close(2) would give up this process's locks on the store).
  ///
  /// The copy is one file without a write-ahead log. It is not synced: it is on its way into an archive.
  ///
  /// - Throws: `StoreError`.
  func copy(to path: String, progress: (_ donePages: Int, _ pages: Int) -> Void) throws(StoreError) {
    try attempt {
      let copy = try Database(path: path, settings: "PRAGMA synchronous = OFF")
      // All in one reading transaction, which the first statement begins: so a server that writes meanwhile neither changes
      // what is copied nor makes it begin anew.
      try pool.read { source in
        _ = try source.number("SELECT count(*) FROM sqlite_schema")
        try source.copy(to: copy, pagesPerStep: 1_024, progress: progress)
      }
      try copy.execute("PRAGMA journal_mode = DELETE")
      try copy.close()
    }
  }

  /// Makes every token void. Those of an old state may have been voided since: by a log-out, a new password, a kick.
  ///
  /// - Throws: `StoreError`; nothing has changed.
  func forgetTokens() throws(StoreError) {
    try write { db in
      try db.execute("DELETE FROM token")
    }
  }

  /// Takes the records of `files` out, as if those had never been sent.
  ///
  /// - Throws: `StoreError`; nothing has changed.
  func forget(_ files: [FileID]) throws(StoreError) {
    guard !files.isEmpty else { return }
    try write { db in
      for file in files {
        try db.run("DELETE FROM file WHERE id = ?", file.rawValue)
      }
    }
  }
}
