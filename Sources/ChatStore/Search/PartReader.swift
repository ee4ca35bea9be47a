import ChatCore
import GRDB

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

  /// What the index finds by this expression.
  func matching(_ expression: String, limit: Int) throws -> [Int64] {
    let statement = try SQLStatement(Self.matchSQL, in: db)
    statement.bind(1, expression)
    return try ids(of: statement, first: 2, limit: limit)
  }

  /// The newest messages: private ones that match `terms`, or all that `own` private ones and broadcasts are.
  func newest(_ terms: String?, own: String, limit: Int) throws -> [Int64] {
    if let terms { return try matching(terms, limit: limit) }
    let broadcasts = try ids(of: try SQLStatement(Self.broadcastSQL, in: db), first: 1, limit: limit)
    let newest = try broadcasts + matching(own, limit: limit)
    return Array(newest.sorted(by: >).prefix(limit))
  }

  private func ids(of statement: SQLStatement, first: Int32, limit: Int) throws -> [Int64] {
    statement.bind(first, after.rawValue)
    statement.bind(first + 1, through.rawValue)
    statement.bind(first + 2, Int64(limit))
    var ids: [Int64] = []
    while try statement.step() {
      ids.append(statement.int64(0))
    }
    return ids
  }

  static let matchSQL = """
    SELECT rowid FROM search WHERE search MATCH ?1 AND rowid > ?2 AND rowid <= ?3 ORDER BY rowid DESC LIMIT ?4
    """

  static let broadcastSQL = "SELECT id FROM broadcast WHERE id > ?1 AND id <= ?2 ORDER BY id DESC LIMIT ?3"
}
