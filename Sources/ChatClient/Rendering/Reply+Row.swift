import ChatCore

/// What becomes of an answer in a client: one row each.
extension Reply {
  private struct Row {
    /// Its word in JSON.
    let result: String
    /// What belongs to it there.
    var members: [(String, JSONValue)] = []
    /// What a person reads, safe to show; none where it only lets things go on.
    var lines: [String] = []
    /// What Tab learns from it.
    var teaches: ((inout Acquaintances) -> Void)?
  }

  private var row: Row {
    switch self {
    case .refused(let refusal):
      Row(
        result: "refused", members: [("reason", .string(refusal.word)), ("text", .string(refusal.sentence))],
        lines: MessageText.sentences(refusal.lines),
        teaches: { if case .noSuchFile(let sender, let name) = refusal { $0.gone(name, from: sender) } })
    case .others(let names):
      Row(
        result: "others", members: [Self.member(names)],
        lines: Self.list(names, header: "The other users are:", none: "There are no other users."),
        teaches: { $0.areOnline(names) })
    case .lastHour(let names):
      Row(
        result: "last-hour", members: [Self.member(names)],
        lines: Self.list(names, header: "The wholasthr users are:", none: "There are no wholasthr users."),
        teaches: { $0.exist(names) })
    case .stored(let id):
      Row(result: "stored", members: [("id", .integer(id.rawValue))])
    case .storedForLater(let id, let name):
      Row(
        result: "stored-for-later", members: [("id", .integer(id.rawValue)), ("name", .string(name))],
        lines: [
          "The user \"\(TerminalSanitizer.line(name))\" is unfortunately not online. "
            + "But the server has stored your message."
        ])
    case .blocked(let name):
      Row(
        result: "blocked", members: [("name", .string(name))],
        lines: ["You have successfully blocked \(TerminalSanitizer.line(name)) from sending you messages."],
        teaches: { $0.blocked(name) })
    case .unblocked(let name):
      Row(
        result: "unblocked", members: [("name", .string(name))],
        lines: ["You have successfully unblocked \(TerminalSanitizer.line(name))"], teaches: { $0.unblocked(name) })
    case .blockedPeople(let names):
      Row(
        result: "blocked-people", members: [Self.member(names)],
        lines: Self.list(names, header: "You have blocked:", none: "You have blocked nobody."),
        teaches: { $0.areBlocked(names) })
    case .lastSeen(let name, let seen):
      Row(
        result: "last-seen", members: [("name", .string(name))] + Self.members(of: seen),
        lines: [Self.line(of: seen, name: TerminalSanitizer.line(name))])
    case .deliveredTo(let name, let through):
      Row(result: "delivered", members: [("name", .string(name)), ("through", .integer(through.rawValue))])
    case .past(let messages):
      Row(result: "past", members: [("messages", .array(messages.map(Self.object)))])
    case .fileStored(let name):
      Row(
        result: "done",
        lines: ["file \"\(TerminalSanitizer.line(name))\" has been successfully received by the server."])
    case .waitingFiles(let files):
      Row(
        result: "waiting-files", members: [("files", .array(files.map(Self.object)))],
        lines: files.isEmpty ? ["No file waits for you."] : files.map(Self.line), teaches: { $0.wait(files) })
    case .fileDeclined(let sender, let name):
      Row(
        result: "file-declined", members: [("from", .string(sender)), ("file", .string(name))],
        lines: [
          "Successfully perform the \"filedecline\" operation for you. "
            + "Delete \"\(TerminalSanitizer.line(name))\" from \"\(TerminalSanitizer.line(sender))\"."
        ], teaches: { $0.gone(name, from: sender) })
    case .passwordChanged:
      Row(result: "done", lines: [Words.passwordChanged])
    case .doneBefore:
      Row(result: "done-before")
    case .nameKnown, .nameFree, .welcome, .registered, .departureVerified, .deregistered, .token, .uploadAccepted,
      .uploadResumed, .downloadAccepted, .fileHandedOver, .transferCancelled, .goodbye:
      // No line of JSON asks for these.
      Row(result: "done")
    }
  }

  /// What a person reads; none for those that only let things go on.
  var lines: [String] {
    row.lines
  }

  /// How it stands in JSON: `result`, a word for its kind, and the members that go with it.
  var members: [(String, JSONValue)] {
    let row = row
    return [("result", .string(row.result))] + row.members
  }

  /// Has `acquaintances` learn from it.
  func teach(_ acquaintances: inout Acquaintances) {
    row.teaches?(&acquaintances)
  }

  private static func member(_ names: [String]) -> (String, JSONValue) {
    ("names", .array(names.map { .string($0) }))
  }

  private static func members(of seen: LastSeen) -> [(String, JSONValue)] {
    switch seen {
    case .online: [("online", .bool(true))]
    case .until(let time): [("online", .bool(false)), ("until", .string(time.utcText))]
    case .never: [("online", .bool(false))]
    }
  }

  private static func object(_ message: PastMessage) -> JSONValue {
    .object(message.message.members + (message.recipient.map { [("to", .string($0))] } ?? []))
  }

  private static func object(_ file: FileListing) -> JSONValue {
    .object([("from", .string(file.sender)), ("file", .string(file.name)), ("size", .integer(file.size))])
  }

  private static func list(_ names: [String], header: String, none: String) -> [String] {
    names.isEmpty ? [none] : [header] + names.map(TerminalSanitizer.line)
  }

  private static func line(of seen: LastSeen, name: String) -> String {
    switch seen {
    case .online: "\"\(name)\" is online now."
    case .until(let time): "\"\(name)\" was online last at \(LocalTimeText.full(time))."
    case .never: "\"\(name)\" has not been online yet."
    }
  }

  private static func line(of file: FileListing) -> String {
    "File \"\(TerminalSanitizer.line(file.name))\" from \"\(TerminalSanitizer.line(file.sender))\"."
  }
}

extension DeliveredMessage {
  /// How it stands in JSON.
  var members: [(String, JSONValue)] {
    let role =
      switch sender {
      case .account: "account"
      case .former: "former"
      case .system: "system"
      }
    return [
      ("id", .integer(id.rawValue)), ("time", .string(time.utcText)),
      ("kind", .string(kind.word)), ("from", .string(sender.name)), ("sender", .string(role)),
      ("body", .string(body)),
    ]
  }
}
