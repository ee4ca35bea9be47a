import ChatCore
import GRDB

/// Looks back: first through what the index does not hold yet, message by message, then through the index. Within one
/// reading transaction.
struct PastReader {
  /// So many messages that the index does not hold are looked at in one go.
  static let longestScan = 20_000
  /// And at so many that the index knows, where it could not look for all words.
  static let longestCheck = 1_000

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
    let reached = try searchIndex()
    return .page(PastPage(messages: found, reached: reached))
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

  /// Finds what is wanted in the index.
  ///
  /// - Returns: where it stopped; nil when it came to the end.
  private mutating func searchIndex() throws -> EntryID? {
    let expression = SearchExpression(db: db)
    let own = SearchTerm.participant(query.reader)
    var common = query.isOwnOnly ? [SearchTerm.sender(query.reader)] : []
    if let person = query.person {
      common += [own, SearchTerm.participant(person)]
    }
    let privateTerms = common.isEmpty ? nil : expression.all(common)
    let missing = query.limit - found.count
    guard let words, let last = words.last else {
      return try take(newest(privateTerms, own: expression.all([own]), limit: missing), of: missing)
    }
    let owners = common.isEmpty ? [SearchTerm.everyone, own] : [own]
    let narrowed = { (terms: String) in common.isEmpty ? terms : "(\(terms)) AND \(expression.all(common))" }
    switch try expression.allWithBeginning(words, ofOneOf: owners) {
    case .none:
      return nil
    case .expression(let terms):
      return try take(matching(narrowed(terms), limit: missing), of: missing)
    case .tooMany where words.count > 1:
      let others = narrowed(expression.all(words.dropLast(), ofOneOf: owners))
      let limit = Self.longestCheck
      return try take(matching(others, limit: limit), of: limit, checking: words)
    case .tooMany:
      // Where so many words fit, one of them stands in what was written last; where it does not, they are rare words.
      let before = found.count
      let limit = Self.longestCheck
      let reached = try take(
        newest(privateTerms, own: expression.all([own]), limit: limit), of: limit, checking: words)
      if found.count >= query.limit || reached == nil { return reached }
      found.removeSubrange(before...)
      let any = narrowed(expression.any(beginningWith: last, ofOneOf: owners))
      return try take(matching(any, limit: missing), of: missing)
    }
  }

  /// Reads the messages of `ids`, the newest first, which are all that there are if they are fewer than `limit`.
  ///
  /// - Parameter words: words that are still to be looked for in them; nil where the index has done so.
  /// - Returns: where it stopped; nil when it came to the end.
  private mutating func take(_ ids: [Int64], of limit: Int, checking words: [String]? = nil) throws -> EntryID? {
    let statement = try SQLStatement(Self.rowSQL, in: db)
    for id in ids {
      statement.bind(1, id)
      // The index may speak of what is gone.
      guard try statement.step() else { continue }
      let message = try MessageRow.message(of: statement, path: path)
      statement.reset()
      guard try words.map({ try cutter.matches(message.body, $0) }) ?? true else { continue }
      found.append(message)
      if found.count >= query.limit { return message.id }
    }
    return ids.count < limit ? nil : ids.last.map(EntryID.init(rawValue:))
  }

  /// The newest messages: private ones that match `terms`, or all that `own` private ones and broadcasts are.
  private func newest(_ terms: String?, own: String, limit: Int) throws -> [Int64] {
    if let terms { return try matching(terms, limit: limit) }
    let newest = try newestBroadcasts(limit: limit) + matching(own, limit: limit)
    return Array(newest.sorted(by: >).prefix(limit))
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
    UNION ALL SELECT \(MessageRow.mailColumns) FROM mail WHERE id = ?1 AND \(isKept)
    """

  static let mailTailSQL = """
    SELECT \(MessageRow.mailColumns) FROM mail NOT INDEXED
    WHERE id > ?1 AND id < ?2 AND (recipient = ?3 OR sender = ?3) AND \(isKept) ORDER BY id DESC
    """

  static let tailSQL = """
    SELECT \(MessageRow.broadcastColumns) FROM broadcast WHERE id > ?1 AND id < ?2
    UNION ALL
    SELECT \(MessageRow.mailColumns) FROM mail NOT INDEXED
    WHERE id > ?1 AND id < ?2 AND (recipient = ?3 OR sender = ?3) AND \(isKept)
    ORDER BY 1 DESC
    """
}
