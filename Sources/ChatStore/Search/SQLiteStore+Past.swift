import ChatCore

extension SQLiteStore {
  /// Reads the newest stored messages that `query` is about; see `ChatStorage`. From any queue.
  public func past(_ query: PastQuery) throws(StoreError) -> PastOutcome {
    try attempt {
      do {
        return try pool.read { db in
          var reader = try PastReader(db: db, query: query)
          return try reader.outcome()
        }
      } catch let error as DatabaseError where error.isOfIndex {
        wordIndex.withLock { if $0 == .trusted { $0 = .damaged } }
        throw error
      }
    }
  }

  /// Does a little of what commits have put off; see `ChatStorage`. One caller at a time, never beside a commit.
  ///
  /// An index of words that turns out to be damaged is emptied and filled anew, once while the store is open: all of it
  /// follows from the messages.
  public func tidy(limit: Int) throws(StoreError) -> Bool {
    try attempt {
      try pool.write { db in
        if wordIndex.withLock({ $0 }) != .damaged {
          do {
            return try db.transaction { try SearchIndexer(db: db, partWidth: partWidth).work(limit: limit) }
          } catch let error as DatabaseError where error.isOfIndex && wordIndex.withLock({ $0 }) == .trusted {}
        }
        wordIndex.withLock { $0 = .emptied }
        try db.transaction { try SearchIndexer.empty(db) }
        return true
      }
    }
  }

  /// The state of the index of words, as far as it is known.
  enum WordIndex {
    case trusted
    /// Something in it could not be read.
    case damaged
    /// It was emptied since the store was opened; a disk that damages it again is not written to for ever.
    case emptied
  }
}
