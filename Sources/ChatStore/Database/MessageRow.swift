import ChatCore

/// How a message of either table is read.
enum MessageRow {
  /// The columns to select from `broadcast`; `mailColumns` selects the same from `mail`.
  static let broadcastColumns = "id, time, \(MessageKind.broadcast.rawValue), sender, NULL, body, run, number"
  /// The columns to select from `mail`.
  static let mailColumns = "id, time, kind, sender, recipient, body, run, number"

  /// The number in the row that `statement` stands on, whatever it may be.
  static func id(of statement: SQLStatement) -> EntryID {
    EntryID(rawValue: statement.int64(0))
  }

  /// The message of the row that `statement` stands on; nil when no server can have written it.
  ///
  /// Such a row is passed over: it must not keep its reader from all the others. `StoreInspection` names it.
  static func message(of statement: SQLStatement) -> ChatMessage? {
    let id = id(of: statement)
    guard EntryID.sane.contains(id.rawValue), let kind = MessageKind(rawValue: Int(statement.int64(2))),
      statement.int64(3) >= 0, statement.optionalInt64(4) ?? 1 > 0
    else { return nil }
    return ChatMessage(
      id: id, time: WallTime(microseconds: statement.int64(1)), kind: kind,
      sender: AccountID(rawValue: statement.int64(3)),
      to: Destination(rawValue: statement.optionalInt64(4) ?? 0), body: statement.text(5),
      request: statement.request(6))
  }
}
