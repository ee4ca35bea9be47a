import ChatCore

/// One consistent state of a store, as long as the closure runs that it was given to; the server may go on meanwhile.
struct StoreSnapshot {
  let db: Database
  let path: String

  /// Everything but the messages.
  func state() throws -> DurableState {
    try StateReader(db: db, path: path).state()
  }

  /// Calls `body` with every message, in the order of ids, that somebody has not acknowledged: broadcasts above the
  /// lowest cursor, and mail above its receiver's. Blocks are not considered.
  ///
  /// - Parameter newest: so many broadcasts at most, the newest; nil for all.
  func forEachWaitingMessage(newest: Int? = nil, _ body: (ChatMessage) throws -> Void) throws {
    try forEach(
      """
      SELECT \(MessageRow.broadcastColumns) FROM broadcast
        WHERE id > max(?1, (SELECT min(cursor) FROM reading))
      UNION ALL
      SELECT \(MessageRow.mailColumns) FROM reading CROSS JOIN mail ON recipient = account AND id > cursor
      ORDER BY 1
      """, try newest.flatMap(lastBroadcast) ?? 0, body)
  }

  /// Calls `body` with every message to `account` alone that there is, in the order of ids.
  func forEachMessage(to account: AccountID, _ body: (ChatMessage) throws -> Void) throws {
    try forEach("SELECT \(MessageRow.mailColumns) FROM mail WHERE recipient = ?1 ORDER BY id", account.rawValue, body)
  }

  /// Calls `body` with every broadcast behind `id`, in the order of ids.
  func forEachBroadcast(after id: EntryID, _ body: (ChatMessage) throws -> Void) throws {
    try forEach("SELECT \(MessageRow.broadcastColumns) FROM broadcast WHERE id > ?1 ORDER BY id", id.rawValue, body)
  }

  /// The number of the last broadcast before the `newest` newest ones; nil when there are no more than those.
  private func lastBroadcast(before newest: Int) throws -> Int64? {
    try db.number("SELECT id FROM broadcast ORDER BY id DESC LIMIT 1 OFFSET ?1", newest)
  }

  /// Calls `body` with every message that a statement with one parameter finds.
  private func forEach(_ sql: String, _ number: Int64, _ body: (ChatMessage) throws -> Void) throws {
    _ = try db.rows(sql, number) { row in
      if let message = MessageRow.message(of: row) { try body(message) }
    }
  }
}

extension SQLiteStore {
  /// Runs `body` on one consistent state, beside commits.
  func withSnapshot<Result>(_ body: (StoreSnapshot) throws -> Result) throws -> Result {
    try pool.read { try body(StoreSnapshot(db: $0, path: path)) }
  }

  /// True when nothing was ever written here: what the original left in the data directory is still to be imported.
  ///
  /// - Throws: `StoreError`.
  public var isUnused: Bool {
    get throws(StoreError) {
      try attempt { try pool.read { try StateReader(db: $0, path: path).idBound() == .zero } }
    }
  }
}

/// How many messages wait for whom, by the rule of visibility. Takes them in the order of the log.
///
/// A broadcast waits for everybody who is behind. It is counted once for all of them; who has blocked its sender at some
/// time is looked at by name, and those are few.
struct WaitingCount {
  private let blocks: BlockBook
  private let blockers: [AccountID: Set<AccountID>]
  /// Where everybody's waiting messages begin: behind the cursor, and behind the beginning of the account.
  private let starts: [AccountID: EntryID]
  /// The same as a list, the lowest last, of those for whom no broadcast has come yet.
  private var upToDate: [(account: AccountID, start: EntryID)]
  private var broadcasts = 0
  /// How many broadcasts came before the first that waits for somebody.
  private var read: [AccountID: Int] = [:]
  private var mail: [AccountID: Int] = [:]
  private var blocked: [AccountID: Int] = [:]

  init(of state: DurableState) {
    blocks = BlockBook(state.blocks)
    blockers = state.blocks.reduce(into: [:]) { $0[$1.blocked, default: []].insert($1.blocker) }
    upToDate = state.accounts.map { ($0.id, max($0.cursor, EntryID(rawValue: $0.id.rawValue))) }
      .sorted { $0.start > $1.start }
    starts = upToDate.reduce(into: [:]) { $0[$1.account] = $1.start }
  }

  /// Counts a message that somebody has not acknowledged.
  mutating func add(_ message: ChatMessage) {
    if let recipient = message.recipient {
      mail[recipient, default: 0] += blocks.isVisible(message, to: recipient) ? 1 : 0
      return
    }
    while let next = upToDate.last, next.start < message.id {
      read[next.account] = broadcasts
      upToDate.removeLast()
    }
    broadcasts += 1
    for blocker in blockers[message.sender] ?? [] {
      if let start = starts[blocker], start < message.id, !blocks.isVisible(message, to: blocker) {
        blocked[blocker, default: 0] += 1
      }
    }
  }

  /// The counts by account.
  var byAccount: [AccountID: Int] {
    var counts = mail
    for (account, earlier) in read {
      counts[account, default: 0] += broadcasts - earlier - blocked[account, default: 0]
    }
    return counts
  }
}
