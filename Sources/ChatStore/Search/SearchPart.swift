import ChatCore

/// A stretch of the log whose words stand in the index under terms of their own.
///
/// Without parts the list of a word that stands in every message would be as long as the log, and FTS5 copies such a list in
/// one go: each commit merges a little of the index, but looks whether it was enough only where the next term begins
/// (`fts5IndexMergeLevel` in SQLite's ext/fts5/fts5_index.c). Nothing else is committed meanwhile.
struct SearchPart {
  /// A part with so many messages is not added to. To merge a list of so many takes FTS5 less than 0.1 s, which happens a
  /// few times for each part.
  ///
  /// A search goes from part to part until its page is full, and a part where it finds nothing costs it up to 0.1 ms, on a
  /// busy processor 0.3. So they had better not be many.
  static let width = 1 << 22

  /// It begins behind this message.
  let after: EntryID

  /// The text in front of each of its terms. Empty in the first part, as long as that may be: once there was no other.
  var prefix: String {
    after == .zero ? "" : String(after.rawValue)
  }

  /// The part that the message `id` lies in, or would come into; nil when there is none before it.
  static func holding(_ id: EntryID, in db: Database) throws -> SearchPart? {
    try db.number(holdingSQL, id.rawValue).map { SearchPart(after: EntryID(rawValue: $0)) }
  }

  /// The part that takes `count` messages more, which follow the message `indexed`; they are counted.
  static func taking(_ count: Int, after indexed: EntryID, width: Int, in db: Database) throws -> SearchPart {
    if let part = try holding(indexed.advanced(by: 1), in: db) {
      let grow = "UPDATE search_part SET size = size + ?2 WHERE after = ?1 AND size < ?3"
      if try db.run(grow, part.after.rawValue, Int64(count), Int64(width)) > 0 { return part }
    }
    try db.run("INSERT INTO search_part (after, size) VALUES (?1, ?2)", indexed.rawValue, Int64(count))
    return SearchPart(after: indexed)
  }

  static let holdingSQL = "SELECT after FROM search_part WHERE after < ?1 ORDER BY after DESC LIMIT 1"
}
