import ChatCore

/// How a message of either table is read.
enum MessageRow {
  /// What to select from `broadcast`; `mailColumns` selects the same from `mail`.
  static let broadcastColumns = "id, time, \(MessageKind.broadcast.rawValue), sender, NULL, body, run, number"
  /// What to select from `mail`.
  static let mailColumns = "id, time, kind, sender, recipient, body, run, number"

  /// The message of the row that `statement` stands on.
  static func message(of statement: SQLStatement, path: String) throws(StoreError) -> ChatMessage {
    let id = EntryID(rawValue: statement.int64(0))
    guard let kind = MessageKind(rawValue: Int(statement.int64(2))) else {
      throw .unreadable(path: path, detail: "message \(id.rawValue) is of the unknown kind \(statement.int64(2))")
    }
    return ChatMessage(
      id: id, time: WallTime(microseconds: statement.int64(1)), kind: kind,
      sender: AccountID(rawValue: statement.int64(3)),
      recipient: statement.optionalInt64(4).map(AccountID.init), body: statement.text(5),
      request: statement.request(6))
  }
}
