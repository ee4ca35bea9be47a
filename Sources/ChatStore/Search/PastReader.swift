import ChatCore

/// Looks back: first through what the index does not hold yet, message by message, then through the index. Within one
/// reading transaction.
struct PastReader {
  /// So many messages that the index does not hold are looked at in one go.
  static let longestScan = 20_000
  /// And at so many that the index knows, where it could not look for all words.
  static let longestCheck = 1_000
  /// And at fewer than so many in a part without asking which words there are: each word is a look into the index.
  static let shortestCheck = 100
  /// And through so many parts of the index; others who search wait meanwhile.
  static let mostParts = 16

  private let db: Database
  private let query: PastQuery
  private let cutter: WordCutter
  private var words: [String]?
  /// Everything up to here is in the index.
  private let indexed: EntryID
  private var found: [ChatMessage] = []

  init(db: Database, query: PastQuery) throws {
    self.db = db
    self.query = query
    cutter = try WordCutter(db: db)
    words = try query.text.map { [cutter] in try cutter.words(of: $0) }
    indexed = try SearchIndexer.indexed(in: db)
  }

  /// Looks, and gives what it has found.
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
      looked += 1
      let id = MessageRow.id(of: statement)
      if let message = MessageRow.message(of: statement), query.concerns(message),
        try words.map({ try cutter.matches(message.body, $0) }) ?? true
      {
        found.append(message)
      }
      if found.count >= query.limit || looked >= Self.longestScan {
        statement.reset()
        return id
      }
    }
    return nil
  }

  /// Goes through the index, from its newest part to the oldest, until the page is full.
  ///
  /// - Returns: where it stopped; nil when it came to the end.
  private mutating func searchIndex() throws -> EntryID? {
    let oldest = EntryID(rawValue: query.reader.rawValue)
    var through = min(query.before, indexed.advanced(by: 1)).advanced(by: -1)
    var parts = 0
    while through > oldest, let part = try SearchPart.holding(through, in: db) {
      guard parts < Self.mostParts else { return through.advanced(by: 1) }
      parts += 1
      let reader = PartReader(db: db, part: part, after: oldest, through: through)
      if let reached = try search(reader, SearchTerm(in: part)) { return reached }
      through = part.after
    }
    return nil
  }

  /// Finds what is wanted in one part of the index, which has these terms.
  ///
  /// - Returns: where it stopped; nil when it came to the end of the part.
  private mutating func search(_ part: PartReader, _ term: SearchTerm) throws -> EntryID? {
    let expression = SearchExpression(db: db)
    let own = term.participant(query.reader)
    var common = query.isOwnOnly ? [term.sender(query.reader)] : []
    if let person = query.person {
      common += [own, term.participant(person)]
    }
    let privateTerms = common.isEmpty ? nil : expression.all(common)
    let missing = query.limit - found.count
    guard let words, let last = words.last else {
      return try take(part.newest(privateTerms, own: expression.all([own]), limit: missing), of: missing)
    }
    let owners = common.isEmpty ? [term.everyone, own] : [own]
    let narrowed = { (terms: String) in common.isEmpty ? terms : "(\(terms)) AND \(expression.all(common))" }
    let others = words.count > 1 ? narrowed(expression.all(words.dropLast(), ofOneOf: owners)) : privateTerms
    if let others {
      let few = try part.matching(others, limit: Self.shortestCheck)
      if few.count < Self.shortestCheck { return try take(few, of: Self.shortestCheck, checking: words) }
    }
    switch try expression.allWithBeginning(words, ofOneOf: owners) {
    case .none:
      return nil
    case .expression(let terms):
      return try take(part.matching(narrowed(terms), limit: missing), of: missing)
    case .tooMany:
      if words.count > 1, let others {
        let limit = Self.longestCheck
        return try take(part.matching(others, limit: limit), of: limit, checking: words)
      }
      // Where so many words fit, one of them stands in what was written last; where it does not, they are rare words.
      let before = found.count
      let limit = Self.longestCheck
      let reached = try take(
        part.newest(privateTerms, own: expression.all([own]), limit: limit), of: limit, checking: words)
      if found.count >= query.limit || reached == nil { return reached }
      found.removeSubrange(before...)
      let any = narrowed(expression.any(beginningWith: last, ofOneOf: owners))
      return try take(part.matching(any, limit: missing), of: missing)
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
      let message = MessageRow.message(of: statement)
      statement.reset()
      guard let message else { continue }
      guard try words.map({ try cutter.matches(message.body, $0) }) ?? true else { continue }
      found.append(message)
      if found.count >= query.limit { return message.id }
    }
    return ids.count < limit ? nil : ids.last.map(EntryID.init(rawValue:))
  }

  /// A mailbox that is going to be deleted is gone already.
  private static let isKept = "NOT EXISTS (SELECT 1 FROM leaving WHERE account = recipient)"

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
    try db.rows(Self.matchSQL, after.rawValue, through.rawValue, limit, expression) { $0.int64(0) }
  }

  /// The newest messages: private ones that match `terms`, or all that `own` private ones and broadcasts are.
  func newest(_ terms: String?, own: String, limit: Int) throws -> [Int64] {
    if let terms { return try matching(terms, limit: limit) }
    let broadcasts = try db.rows(Self.broadcastSQL, after.rawValue, through.rawValue, limit) { $0.int64(0) }
    let newest = try broadcasts + matching(own, limit: limit)
    return Array(newest.sorted(by: >).prefix(limit))
  }

  static let matchSQL = """
    SELECT rowid FROM search WHERE search MATCH ?4 AND rowid > ?1 AND rowid <= ?2 ORDER BY rowid DESC LIMIT ?3
    """

  static let broadcastSQL = "SELECT id FROM broadcast WHERE id > ?1 AND id <= ?2 ORDER BY id DESC LIMIT ?3"
}
