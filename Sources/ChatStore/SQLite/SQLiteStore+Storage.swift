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
}
