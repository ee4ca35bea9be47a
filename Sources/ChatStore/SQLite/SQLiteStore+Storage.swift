import ChatCore

extension SQLiteStore {
  /// Reads all but the messages. Call it before the first commit, or on the queue that commits.
  public func load() throws(StoreError) -> DurableState {
    try attempt { try pool.read { try StateReader(db: $0, path: path).state() } }
  }

  /// Commits `batch` in one transaction and returns when it is on disk (fsync included). One caller at a time.
  public func commit(_ batch: LogBatch) throws(StoreError) {
    try openIfStandIn()
    let marked = markedSenders.withLock { $0 }
    let senders = try write { db in
      var writer = try BatchWriter(db: db, markedSenders: marked)
      try writer.write(batch)
      return writer.newSenders
    }
    if !senders.isEmpty {
      markedSenders.withLock { $0.formUnion(senders) }
    }
  }

  /// Reads the stored messages that `account` may be concerned with; see `ChatStorage`. From any queue.
  public func page(
    of account: AccountID, after: EntryID, through: EntryID, limit: Int
  ) throws(StoreError) -> MessagePage {
    try attempt {
      try pool.read { db in
        let statement = try SQLStatement(Self.pageSQL, in: db)
        statement.bind(1, after.rawValue)
        statement.bind(2, through.rawValue)
        statement.bind(3, account.rawValue)
        statement.bind(4, Int64(limit))
        var messages: [ChatMessage] = []
        messages.reserveCapacity(min(limit, 1024))
        var bytes = 0
        var rows = 0
        var last = after
        while bytes < Self.pageBytes, try statement.step() {
          rows += 1
          last = MessageRow.id(of: statement)
          guard let message = MessageRow.message(of: statement) else { continue }
          bytes += message.body.utf8.count
          messages.append(message)
        }
        statement.reset()
        let isFull = rows >= limit || bytes >= Self.pageBytes
        return MessagePage(messages: messages, reached: isFull ? last : max(after, through))
      }
    }
  }

  /// The pages in the write-ahead log; see `ChatStorage`. From any queue.
  public var pagesInLog: Int {
    log?.pageCount ?? 0
  }

  /// Moves the write-ahead log into the main file; see `ChatStorage`. From any queue, one caller at a time.
  public func moveLog() throws(StoreError) -> Int {
    try attempt { try log?.move() ?? 0 }
  }

  /// A page ends with the message that brings its text to so many bytes.
  private static let pageBytes = 64 * 1024

  /// Both sides are ranges in the order of ids, one of a table and one of an index, which SQLite merges as it steps.
  static let pageSQL = """
    SELECT \(MessageRow.broadcastColumns) FROM broadcast WHERE id > ?1 AND id <= ?2
    UNION ALL
    SELECT \(MessageRow.mailColumns) FROM mail WHERE recipient = ?3 AND id > ?1 AND id <= ?2
    ORDER BY 1 LIMIT ?4
    """

  /// Copies one consistent state to a new file at `path`, beside commits (SQLite's online backup: never with plain
  /// reads, whose close(2) would give up this process's locks on the store).
  ///
  /// The copy is one file without a write-ahead log. It is not synced: it is on its way into an archive.
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

  /// How many stored messages wait for each account that did not acknowledge them, by the rule of visibility. Reads all
  /// that waits for somebody; from any queue.
  public func waitingMessageCounts() throws(StoreError) -> [AccountID: Int] {
    try attempt {
      try withSnapshot { snapshot in
        var count = WaitingCount(of: try snapshot.state())
        try snapshot.forEachWaitingMessage { count.add($0) }
        return count.byAccount
      }
    }
  }

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
