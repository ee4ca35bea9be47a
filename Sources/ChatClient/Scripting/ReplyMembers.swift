import ChatCore

/// How a reply stands in JSON: a word for its kind, and what belongs to it.
enum ReplyMembers {
  /// `result` and the members that go with it.
  static func members(of reply: Reply) -> [(String, JSONValue)] {
    switch reply {
    case .refused(let refusal):
      result("refused", ("reason", .string(refusal.word)), ("text", .string(refusal.sentence)))
    case .others(let names): result("others", ("names", list(names)))
    case .lastHour(let names): result("last-hour", ("names", list(names)))
    case .blockedPeople(let names): result("blocked-people", ("names", list(names)))
    case .stored(let id): result("stored", ("id", .integer(id.rawValue)))
    case .storedForLater(let id, let name):
      result("stored-for-later", ("id", .integer(id.rawValue)), ("name", .string(name)))
    case .blocked(let name): result("blocked", ("name", .string(name)))
    case .unblocked(let name): result("unblocked", ("name", .string(name)))
    case .lastSeen(let name, let last): result("last-seen", [("name", .string(name))] + members(of: last))
    case .deliveredTo(let name, let through):
      result("delivered", ("name", .string(name)), ("through", .integer(through.rawValue)))
    case .past(let messages): result("past", ("messages", .array(messages.map(object))))
    case .waitingFiles(let files): result("waiting-files", ("files", .array(files.map(object))))
    case .fileDeclined(let sender, let name):
      result("file-declined", ("from", .string(sender)), ("file", .string(name)))
    case .doneBefore: result("done-before")
    case .nameKnown, .nameFree, .welcome, .registered, .departureVerified, .deregistered, .passwordChanged, .token,
      .uploadAccepted, .uploadResumed, .fileStored, .downloadAccepted, .fileHandedOver, .transferCancelled, .goodbye:
      // No line asks for these.
      result("done")
    }
  }

  private static func members(of last: LastSeen) -> [(String, JSONValue)] {
    switch last {
    case .online: [("online", .bool(true))]
    case .until(let time): [("online", .bool(false)), ("until", .string(time.utcText))]
    case .never: [("online", .bool(false))]
    }
  }

  private static func object(_ message: PastMessage) -> JSONValue {
    .object(EventLine.members(of: message.message) + (message.recipient.map { [("to", .string($0))] } ?? []))
  }

  private static func object(_ file: FileListing) -> JSONValue {
    .object([("from", .string(file.sender)), ("file", .string(file.name)), ("size", .integer(file.size))])
  }

  private static func list(_ names: [String]) -> JSONValue {
    .array(names.map { .string($0) })
  }

  private static func result(_ word: String, _ members: (String, JSONValue)...) -> [(String, JSONValue)] {
    result(word, members)
  }

  private static func result(_ word: String, _ members: [(String, JSONValue)]) -> [(String, JSONValue)] {
    [("result", .string(word))] + members
  }
}
