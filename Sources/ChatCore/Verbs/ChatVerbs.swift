/// The verbs of a chat, typed by people and written by programs.
public enum ChatVerbs {
  /// The table of them.
  public static let table = VerbTable(verbs: verbs, isOperators: false)

  /// As many messages of the past as are given unless another number is asked for.
  static let usualLimit: Int64 = 20

  private static let verbs: [Verb<ChatCommand>] = [
    Verb("whoelse", doors: .both, help: "lists the other users who are online") { _ in .ask(.whoelse) },
    Verb("wholasthr", doors: .both, help: "lists the users who are online or were within the last hour") { _ in
      .ask(.wholasthr)
    },
    Verb(
      "broadcast", [.rest("TEXT", .text, name: "body")], doors: .both, help: "sends a message to everybody",
      example: "broadcast There is cake!"
    ) { .ask(.broadcast(body: $0["body"])) },
    Verb(
      "message", [.word("USER", .person, name: "to"), .rest("TEXT", .text, name: "body")], doors: .both,
      help: "sends a message to one user", example: "message bob See you at five."
    ) { .ask(.message(to: $0["to"], body: $0["body"])) },
    Verb(
      "block", [.word("USER", .person, name: "name")], doors: .both, help: "takes nothing from a user from now on",
      example: "block bob"
    ) { .ask(.block($0["name"])) },
    Verb(
      "unblock", [.word("USER", .blockedPerson, name: "name")], doors: .both,
      help: "takes messages from a user again", example: "unblock bob"
    ) { .ask(.unblock($0["name"])) },
    Verb(
      "file", [.word("USER", .person), .rest("FILE", .ownFile)], help: "sends a file to a user",
      example: "file bob pictures/my cat.png"
    ) { .send(path: $0["FILE"], to: $0["USER"]) },
    Verb(
      "fileget", [.word("USER", .waitingSender, .optional), .rest("FILE", .waitingFile)],
      help: "receives a file that waits for you; alone, lists what waits", example: "fileget bob my cat.png"
    ) { call in call.text("USER").map { .fetch(name: call["FILE"], from: $0) } ?? .ask(.listFiles) },
    Verb(
      "filedecline", [.word("USER", .waitingSender, name: "from"), .rest("FILE", .waitingFile, name: "file")],
      doors: .both, help: "deletes a file that waits for you", example: "filedecline bob my cat.png"
    ) { .ask(.declineFile(from: $0["from"], name: $0["file"])) },
    Verb("logout", help: "logs you out and ends the program") { _ in .leave(.logout) },
    Verb("quit", doors: .both, help: "leaves the chatting room and ends the program") { _ in .leave(.quit) },
    Verb("password", help: "changes your password: asks for the present one and for the new one") { _ in .password },
    Verb(
      "seen", [.word("USER", .person, name: "name")], doors: .both, help: "tells when a user was online last",
      example: "seen bob"
    ) { .ask(.lastSeen($0["name"])) },
    Verb(
      "delivered", [.word(nil, .person, name: "name")], doors: .json,
      help: "tells how far a user has been shown your private messages"
    ) { .ask(.deliveredTo($0["name"])) },
    Verb(
      "history",
      [
        .word("USER", .person, .optional, name: "with"), .word(nil, .entry, .optional, name: "before"),
        .word("N", .number, .optional, name: "limit"),
      ], doors: .both,
      help: "shows the newest messages, or those with one user", example: "history bob 50", make: lookBack),
    Verb(
      "search",
      [
        .rest("TEXT", .text, name: "text"), .word(nil, .person, .optional, name: "with"),
        .word(nil, .entry, .optional, name: "before"), .word(nil, .number, .optional, name: "limit"),
      ], doors: .both,
      help: "shows the newest messages in which all these words stand", example: "search cake five", make: lookBack),
    Verb("more", help: "shows what is older than the messages of the last \"history\" or \"search\"") { _ in .more },
    Verb("chat", help: "from now on a line without a \"/\" before it is a broadcast; \"/chat\" ends that") { _ in .chat
    },
    Verb("blocked", doors: .both, help: "lists the users whom you have blocked") { _ in .ask(.listBlocked) },
    Verb("files", doors: .both, help: "lists the files that wait for you") { _ in .ask(.listFiles) },
    Verb("transfers", help: "lists the files that are being sent or received, with their numbers") { _ in .transfers },
    Verb(
      "cancel", [.word("NUMBER", .transfer)], help: "stops a transfer, the number as \"transfers\" tells it",
      example: "cancel 1"
    ) { .cancel($0["NUMBER"]) },
    Verb(
      "help", [.word("COMMAND", .verb, .optional)], help: "lists the commands, or explains one",
      example: "help message",
      make: help),
  ]

  @Sendable private static func lookBack(_ call: VerbCall) -> ChatCommand {
    .ask(
      .lookBack(
        LogQuery(
          text: call.text("text"), person: call.text("with"),
          before: call.number("before").map { EntryID(rawValue: $0) },
          limit: Int(call.number("limit") ?? usualLimit))))
  }

  @Sendable private static func help(_ call: VerbCall) throws(VerbError) -> ChatCommand {
    let word = call.text("COMMAND")
    if let word, table.verb(word) == nil { throw .unknown(word, nearest: table.nearest(to: word)) }
    return .help(table.help(on: word))
  }
}
