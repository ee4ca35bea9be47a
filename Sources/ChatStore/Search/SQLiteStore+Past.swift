import ChatCore

extension SQLiteStore {
  /// Reads the newest stored messages that `query` is about; see `ChatStorage`. From any queue.
  public func past(_ query: PastQuery) throws(StoreError) -> PastOutcome {
    try attempt {
      try pool.read { db in
        var reader = try PastReader(db: db, query: query)
        return try reader.outcome()
      }
    }
  }

  /// Does a little of what commits have put off; see `ChatStorage`. One caller at a time, never beside a commit.
  public func tidy(limit: Int) throws(StoreError) -> Bool {
    try write { try SearchIndexer(db: $0, partWidth: partWidth).work(limit: limit) }
  }
}
