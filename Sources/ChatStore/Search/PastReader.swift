import ChatCore
import GRDB

/// Looks back: first through what the index does not hold yet, message by message, then through the index. Within one
/// reading transaction.
struct PastReader {
  /// So many messages that the index does not hold are looked at in one go.
  static let longestScan = 20_000

  private let db: Database
  private let path: String
  private let query: PastQuery
  private let cutter: WordCutter
  private var words: [String]?
  /// Everything up to here is in the index.
  private let indexed: EntryID
  private var found: [ChatMessage] = []

  init(db: Database, path: String, query: PastQuery) throws {
    self.db = db
    self.path = path
    self.query = query
    cutter = try WordCutter(db: db)
    words = try query.text.map { [cutter] in try cutter.words(of: $0) }
    indexed = try SearchIndexer.indexed(in: db)
  }

  /// What is found.
  mutating func outcome() throws -> PastOutcome {
    if let words, words.isEmpty { return .noWord }
    if let reached = try scanTail() {
      return .page(PastPage(messages: found, reached: reached))
    }
    let wanted = query.limit - found.count
    let ids = try indexedIDs(limit: wanted)
    let statement = try SQLStatement(Self.rowSQL, in: db)
    for id in ids {
      statement.bind(1, id)
      // The index may speak of what is gone.
      if try statement.step() {
        found.append(try MessageRow.message(of: statement, path: path))
        statement.reset()
      }
    }
    return .page(
      PastPage(messages: found, reached: ids.count < wanted ? nil : ids.last.map(EntryID.init(rawValue:))))
  }

  /// Goes through what the index does not hold.
  ///
  /// - Returns: where it stopped; nil when it came to the end.
  private mutating func scanTail() throws -> EntryID? {
    guard query.before > indexed.advanced(by: 1) else { return nil }
    let isPrivateOnly = query.person != nil || query.isOwnOnly
    let statement = try SQLStatement(isPrivateOnly ? Self.mailTailSQL : Self.tailSQL, in: db)
    statement.bind(1, max(indexed.rawValue, query.reader.rawValue))
    statement.bind(2, query.before.rawValue)
    statement.bind(3, query.reader.rawValue)
    var looked = 0
    while try statement.step() {
      let message = try MessageRow.message(of: statement, path: path)
      looked += 1
      if query.concerns(message), try words.map({ try cutter.matches(message.body, $0) }) ?? true {
        found.append(message)
      }
      if found.count >= query.limit || looked >= Self.longestScan {
        statement.reset()
        return message.id
      }
    }
    return nil
  }

  /// The newest messages that the index knows and that fit.
  private func indexedIDs(limit: Int) throws -> [Int64] {
    let expression = SearchExpression(db: db)
    let own = SearchTerm.participant(query.reader)
    var common = query.isOwnOnly ? [SearchTerm.sender(query.reader)] : []
    if let person = query.person {
      common += [own, SearchTerm.participant(person)]
    }
    guard let words else {
      guard common.isEmpty else { return try matching(expression.all(common), limit: limit) }
      let newest = try newestBroadcasts(limit: limit) + matching(expression.all([own]), limit: limit)
      return Array(newest.sorted(by: >).prefix(limit))
    }
    let owners = common.isEmpty ? [SearchTerm.everyone, own] : [own]
    guard var terms = try expression.all(words, ofOneOf: owners) else { return [] }
    if !common.isEmpty {
      terms = "(\(terms)) AND \(expression.all(common))"
    }
    return try matching(terms, limit: limit)
  }

  private func matching(_ expression: String, limit: Int) throws -> [Int64] {
    let statement = try SQLStatement(Self.matchSQL, in: db)
    statement.bind(1, expression)
    return try ids(of: statement, first: 2, limit: limit)
  }

  private func newestBroadcasts(limit: Int) throws -> [Int64] {
    try ids(of: try SQLStatement(Self.broadcastSQL, in: db), first: 1, limit: limit)
  }

  private func ids(of statement: SQLStatement, first: Int32, limit: Int) throws -> [Int64] {
    statement.bind(first, query.reader.rawValue)
    statement.bind(first + 1, min(query.before.rawValue, indexed.rawValue + 1))
    statement.bind(first + 2, Int64(limit))
    var ids: [Int64] = []
    while try statement.step() {
      ids.append(statement.int64(0))
    }
    return ids
  }

  /// A mailbox that is going to be deleted is gone already.
  private static let isKept = "NOT EXISTS (SELECT 1 FROM leaving WHERE account = recipient)"

  static let matchSQL = """
    SELECT rowid FROM search WHERE search MATCH ?1 AND rowid > ?2 AND rowid < ?3 ORDER BY rowid DESC LIMIT ?4
    """

  static let broadcastSQL = "SELECT id FROM broadcast WHERE id > ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"

  static let rowSQL = """
    SELECT \(MessageRow.broadcastColumns) FROM broadcast WHERE id = ?1
    UNION ALL SELECT \(MessageRow.mailColumns) FROM mail INDEXED BY mail_by_id WHERE id = ?1 AND \(isKept)
    """

  static let mailTailSQL = """
    SELECT \(MessageRow.mailColumns) FROM mail INDEXED BY mail_by_id
    WHERE id > ?1 AND id < ?2 AND (recipient = ?3 OR sender = ?3) AND \(isKept) ORDER BY id DESC
    """

  static let tailSQL = """
    SELECT \(MessageRow.broadcastColumns) FROM broadcast WHERE id > ?1 AND id < ?2
    UNION ALL
    SELECT \(MessageRow.mailColumns) FROM mail INDEXED BY mail_by_id
    WHERE id > ?1 AND id < ?2 AND (recipient = ?3 OR sender = ?3) AND \(isKept)
    ORDER BY 1 DESC
    """
}
