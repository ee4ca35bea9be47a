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
      if try db.run(grow, part.after.rawValue, count, width) > 0 { return part }
    }
    try db.run("INSERT INTO search_part (after, size) VALUES (?1, ?2)", indexed.rawValue, count)
    return SearchPart(after: indexed)
  }

  static let holdingSQL = "SELECT after FROM search_part WHERE after < ?1 ORDER BY after DESC LIMIT 1"
}

/// The terms of the index in one part of the log: a word together with whose it is.
///
/// One list per word would hold everybody's private messages, and a search for a word that others use would have to go
/// through all of them. So each term belongs to a reader: the newest of its messages are the newest that this reader may
/// see. A private message stands under both of its people.
struct SearchTerm {
  /// In front of each of them.
  private let prefix: String

  init(in part: SearchPart) {
    prefix = part.prefix
  }

  /// The owner of what everybody may read.
  var everyone: String {
    "\(prefix)b"
  }

  /// The owner of what is private to `account`; alone it is the term of all private messages from and to it.
  func participant(_ account: AccountID) -> String {
    "\(prefix)a\(account.rawValue)"
  }

  /// The term of all private messages from `account`.
  func sender(_ account: AccountID) -> String {
    "\(prefix)s\(account.rawValue)"
  }

  /// `word`, which holds neither blanks nor a `_`, in what `owner` may read.
  static func word(_ word: String, of owner: String) -> String {
    "\(owner)_\(word)"
  }

  /// The terms by which `message`, whose body has these words, is found, divided by blanks.
  func text(of message: ChatMessage, words: [String]) -> String {
    var owners: [String] = []
    var terms: [String] = []
    if let recipient = message.recipient {
      owners = [participant(recipient)]
      if message.sender != .system {
        owners.append(participant(message.sender))
        terms.append(sender(message.sender))
      }
      terms += owners
    } else {
      owners = [everyone]
    }
    for owner in owners {
      terms += words.map { Self.word($0, of: owner) }
    }
    return terms.joined(separator: " ")
  }
}
