import ChatCore

/// Does what commits put off, so that they need not wait for it: puts messages into the index of words, and deletes the
/// mailboxes of accounts that are gone. Within one transaction of the writer, a little at a time.
struct SearchIndexer {
  private static let pageSize = 4_096
  private static let levels = 4
  /// Pages.
  private static let leastMerge = 8

  private let db: Database
  private let partWidth: Int
  private let cutter: WordCutter

  init(db: Database, partWidth: Int) throws {
    self.db = db
    self.partWidth = partWidth
    cutter = try WordCutter(db: db)
  }

  /// The message up to which the index is filled. The loader has looked at the counter; should it have been damaged since,
  /// nothing that is added to it overflows.
  static func indexed(in db: Database) throws -> EntryID {
    let number = try db.number("SELECT value FROM state WHERE name = 'indexed'") ?? 0
    return EntryID(rawValue: min(max(0, number), EntryID.sane.upperBound))
  }

  /// Empties the index, so that `work` begins with the first message again (sqlite.org/fts5.html, 6.5).
  static func empty(_ db: Database) throws {
    try db.run("INSERT INTO search (search) VALUES ('delete-all')")
    try db.run("DELETE FROM search_part")
    try db.run("DELETE FROM state WHERE name = 'indexed'")
  }

  /// Works on at most `limit` messages.
  ///
  /// - Returns: whether more is to be done.
  func work(limit: Int) throws -> Bool {
    if let account = try db.number("SELECT account FROM leaving LIMIT 1") {
      try deleteMail(of: account, limit: limit)
      return true
    }
    return try index(limit: limit)
  }

  private func index(limit: Int) throws -> Bool {
    let next = try SQLStatement(Self.nextSQL, in: db)
    let indexed = try Self.indexed(in: db)
    next.bind(1, indexed.rawValue)
    next.bind(2, Int64(limit))
    var messages: [ChatMessage] = []
    var rows = 0
    var last = indexed
    while try next.step() {
      let id = MessageRow.id(of: next)
      // From here on no number is one that the index could go on behind.
      guard EntryID.sane.contains(id.rawValue) else { break }
      rows += 1
      last = id
      if let message = MessageRow.message(of: next) { messages.append(message) }
    }
    next.reset()
    guard last > indexed else { return false }
    let part = try SearchPart.taking(messages.count, after: indexed, width: partWidth, in: db)
    let insert = try SQLStatement("INSERT INTO search (rowid, words) VALUES (?1, ?2)", in: db)
    var bytes = 0
    for message in messages {
      let text = try text(of: message, in: part)
      insert.bind(1, message.id.rawValue)
      insert.bind(2, text)
      try insert.run()
      bytes += text.utf8.count
    }
    try merge(after: bytes)
    try db.run(
      """
      INSERT INTO state (name, value) VALUES ('indexed', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """, last.rawValue)
    return rows >= limit
  }

  private func deleteMail(of account: Int64, limit: Int) throws {
    let indexed = try Self.indexed(in: db)
    let oldest = try SQLStatement(Self.mailboxSQL, in: db)
    oldest.bind(1, account)
    oldest.bind(2, Int64(limit))
    var messages: [ChatMessage] = []
    var rows = 0
    var last: EntryID?
    while try oldest.step() {
      rows += 1
      last = MessageRow.id(of: oldest)
      if let message = MessageRow.message(of: oldest) { messages.append(message) }
    }
    // An index without text has to be told which words go (sqlite.org/fts5.html, 6.4).
    let remove = try SQLStatement("INSERT INTO search (search, rowid, words) VALUES ('delete', ?1, ?2)", in: db)
    var bytes = 0
    for message in messages where message.id <= indexed {
      guard let part = try SearchPart.holding(message.id, in: db) else { continue }
      let text = try text(of: message, in: part)
      remove.bind(1, message.id.rawValue)
      remove.bind(2, text)
      try remove.run()
      bytes += text.utf8.count
    }
    try merge(after: bytes)
    if let last {
      try db.run("DELETE FROM mail WHERE recipient = ?1 AND id <= ?2", account, last.rawValue)
    }
    if rows < limit {
      try db.run("DELETE FROM leaving WHERE account = ?1", account)
    }
  }

  /// Merges a little of the index after so many bytes of words have changed in it: as many pages as hold them, once for
  /// each of the four levels that a large index has.
  ///
  /// By itself FTS5 would wait until 64 pages are written and then merge as many on each level (`fts5IndexAutomerge` in
  /// SQLite's ext/fts5/fts5_index.c), for which a commit would wait some 40 ms; `Schema.parts` has switched that off.
  private func merge(after bytes: Int) throws {
    let pages = max(Self.leastMerge, Self.levels * bytes / Self.pageSize)
    try db.run("INSERT INTO search (search, rank) VALUES ('merge', ?1)", pages)
  }

  private func text(of message: ChatMessage, in part: SearchPart) throws -> String {
    SearchTerm(in: part).text(of: message, words: try cutter.words(of: message.body))
  }

  static let nextSQL = """
    SELECT \(MessageRow.broadcastColumns) FROM broadcast WHERE id > ?1
    UNION ALL
    SELECT \(MessageRow.mailColumns) FROM mail WHERE id > ?1
    ORDER BY 1 LIMIT ?2
    """

  static let mailboxSQL = "SELECT \(MessageRow.mailColumns) FROM mail WHERE recipient = ?1 ORDER BY id LIMIT ?2"
}
