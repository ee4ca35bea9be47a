import ChatCore

/// Looks for rows that no server can have written. Within one reading transaction.
///
/// Columns are read as SQLite turns them into numbers, whatever stands in them.
struct StoreRows {
  let db: Database

  /// The flaw of the numbers that everything is counted by; nil when they have none. Looks at the ends of each table,
  /// so that it takes no longer for many messages than for few.
  func numberFlaw() throws -> String? {
    let bound = try StateReader(db: db, path: "").idBound().rawValue
    // A server that starts on it counts on, and a backup of that must be taken as well.
    guard (0...EntryID.sane.upperBound / 2).contains(bound) else {
      return "its counter id_bound stands at \(bound), which no server reaches"
    }
    let ends = try SQLStatement(Self.endsSQL, in: db)
    var flaw: String?
    while try ends.step() {
      guard flaw == nil, !ends.isNull(2) else { continue }
      let (what, least, low, high) = (ends.text(0), ends.int64(1), ends.int64(2), ends.int64(3))
      if low < least || high > EntryID.sane.upperBound {
        flaw = "\(what) has the impossible number \(low < least ? low : high)"
      } else if high > bound {
        flaw = "\(what) has the number \(high), though its counter id_bound stands at \(bound)"
      }
    }
    return flaw
  }

  /// The first message that is wrong; nil when none is. Reads all of them.
  func messageFlaw() throws -> String? {
    for sql in [Self.broadcastSQL, Self.mailSQL] {
      let wrong = try SQLStatement(sql, in: db)
      if try wrong.step() {
        defer { wrong.reset() }
        return "message \(wrong.int64(0)) \(wrong.text(1))"
      }
    }
    return nil
  }

  /// The ends of each table: its name for people, the least number that there may be, the lowest and the highest; null
  /// for these where there is none.
  private static let endsSQL = """
    SELECT 'a message', 1, (SELECT min(id) FROM broadcast), (SELECT max(id) FROM broadcast)
    UNION ALL SELECT 'a message', 1, (SELECT min(id) FROM mail), (SELECT max(id) FROM mail)
    UNION ALL SELECT 'an account', 1, min(id), max(id) FROM account
    UNION ALL SELECT 'a file', 1, min(id), max(id) FROM file
    UNION ALL SELECT 'a ban', 1, min(id), max(id) FROM ban
    UNION ALL SELECT 'an invitation', 1, min(id), max(id) FROM invitation
    UNION ALL SELECT 'a block', 1, min(start), max(max(start, coalesce(finish, start))) FROM block
    UNION ALL SELECT 'a place up to which somebody has read', 0, min(cursor), max(cursor) FROM reading
    UNION ALL SELECT 'the last message in the index of words', 0, value, value FROM state WHERE name = 'indexed'
    UNION ALL SELECT 'a part of the index of words', 0, min(after), max(after) FROM search_part
    """

  private static let impossibleTime =
    "time NOT BETWEEN \(WallTime.sane.lowerBound) AND \(WallTime.sane.upperBound) THEN 'has an impossible time'"
  private static let tooLong = """
    length(CAST(body AS BLOB)) > \(ChatMessage.maximumBodyBytes) THEN 'is longer than \(ChatMessage.maximumBodyBytes) bytes'
    """
  private static let kinds = MessageKind.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")

  private static let broadcastSQL = """
    SELECT id, CASE
        WHEN \(impossibleTime)
        WHEN sender < 0 THEN 'is from the impossible account ' || sender
        WHEN \(tooLong)
      END AS flaw
    FROM broadcast WHERE flaw IS NOT NULL LIMIT 1
    """

  private static let mailSQL = """
    SELECT id, CASE
        WHEN \(impossibleTime)
        WHEN kind NOT IN (\(kinds)) THEN 'is of the unknown kind ' || kind
        WHEN sender < 0 THEN 'is from the impossible account ' || sender
        WHEN recipient < 1 THEN 'is to the impossible account ' || recipient
        WHEN \(tooLong)
        WHEN size <> length(CAST(body AS BLOB)) THEN 'has another size than its text'
      END AS flaw
    FROM mail WHERE flaw IS NOT NULL LIMIT 1
    """
}
