import ChatCore
import GRDB

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
  func forEachWaitingMessage(_ body: (ChatMessage) throws -> Void) throws {
    let statement = try SQLStatement(
      """
      SELECT \(MessageRow.broadcastColumns) FROM broadcast WHERE id > (SELECT min(cursor) FROM reading)
      UNION ALL
      SELECT \(MessageRow.mailColumns) FROM reading CROSS JOIN mail ON recipient = account AND id > cursor
      ORDER BY 1
      """, in: db)
    while try statement.step() {
      try body(try MessageRow.message(of: statement, path: path))
    }
  }
}

extension SQLiteStore {
  /// Runs `body` on one consistent state, beside commits.
  func withSnapshot<Result>(_ body: (StoreSnapshot) throws -> Result) throws -> Result {
    try pool.read { try body(StoreSnapshot(db: $0, path: path)) }
  }

  /// Whether nothing was ever written here: what the original left in the data directory is still to be imported.
  ///
  /// - Throws: `StoreError`.
  public var isUnused: Bool {
    get throws(StoreError) {
      try attempt { try pool.read { try StateReader(db: $0, path: path).idBound() == .zero } }
    }
  }
}
