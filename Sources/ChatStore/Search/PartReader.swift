import ChatCore

/// Finds the numbers of messages in one part of the index, the newest first. Within one reading transaction.
struct PartReader {
  private let db: Database
  private let after: EntryID
  private let through: EntryID

  /// One that sees of `part` what lies after one message through another.
  init(db: Database, part: SearchPart, after: EntryID, through: EntryID) {
    self.db = db
    self.after = max(part.after, after)
    self.through = through
  }

  /// The messages that the index finds by this expression.
  func matching(_ expression: String, limit: Int) throws -> [Int64] {
    try db.rows(Self.matchSQL, after.rawValue, through.rawValue, Int64(limit), text: expression) { $0.int64(0) }
  }

  /// The newest messages: private ones that match `terms`, or all that `own` private ones and broadcasts are.
  func newest(_ terms: String?, own: String, limit: Int) throws -> [Int64] {
    if let terms { return try matching(terms, limit: limit) }
    let broadcasts = try db.rows(Self.broadcastSQL, after.rawValue, through.rawValue, Int64(limit)) { $0.int64(0) }
    let newest = try broadcasts + matching(own, limit: limit)
    return Array(newest.sorted(by: >).prefix(limit))
  }

  static let matchSQL = """
    SELECT rowid FROM search WHERE search MATCH ?4 AND rowid > ?1 AND rowid <= ?2 ORDER BY rowid DESC LIMIT ?3
    """

  static let broadcastSQL = "SELECT id FROM broadcast WHERE id > ?1 AND id <= ?2 ORDER BY id DESC LIMIT ?3"
}
