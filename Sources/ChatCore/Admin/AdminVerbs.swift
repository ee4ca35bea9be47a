/// The verbs of whoever runs the server; the original's words are taken too.
public enum AdminVerbs {
  /// What a line asks for, before the questions that some verbs ask.
  public enum Meaning: Equatable, Sendable {
    /// This.
    case command(AdminCommand)
    /// A value is to be asked for, as the original does.
    case askValue(Parameter)
    /// The password of a user, who is new or not, is to be asked for.
    case askPassword(user: String, isNew: Bool)
    /// It may be more than is meant: ask, unless it was said.
    case askConfirmation(AdminCommand, isConfirmed: Bool)
  }

  /// The table of them.
  public static let table = VerbTable(verbs: verbs, isOperators: true)

  /// Whether the server is to stop with `line`, and so gives no last answer.
  public static func isStop(_ line: String) -> Bool {
    table.verb(of: line)?.word == "stop"
  }

  /// Whether carrying `line` out would change something.
  public static func mayChange(_ line: String) -> Bool {
    switch try? table.parse(line) {
    case .command(let command): command.logText != nil
    case .askValue, .askPassword, .askConfirmation: true
    case nil: false
    }
  }

  /// Whether somebody may have typed a password into `line`, where none belongs: such a line is remembered nowhere.
  public static func mayHoldPassword(_ line: String) -> Bool {
    let words = line.split(whereSeparator: \.isBlank).map(String.init)
    guard words.count > 2, let first = words.first else { return false }
    if let verb = table.verb(of: line) {
      return asksPassword(verb.word)
    }
    // A slip of the finger does not make the password that follows any less secret.
    let nearest = table.nearest(to: first)
    return asksPassword(nearest) && EditDistance.between(first.lowercased(), nearest) <= 2
  }

  private static func asksPassword(_ word: String) -> Bool {
    if case .askPassword = try? table.parse("\(word) user") { true } else { false }
  }

  /// Whether `line` says nothing: it is blank, or a remark of a script.
  public static func isRemark(_ line: String) -> Bool {
    line.hasPrefix("#") || line.allSatisfy { $0 == " " || $0 == "\t" }
  }

  private static let verbs: [Verb<Meaning>] = [
    Verb(
      "get", [.word("NAME", .key, .optional)], help: "shows the parameters and settings, or one of them",
      example: "get TIME_OUT",
      aliases: Parameter.allCases.map { ($0.rawValue, .command(.get(.parameter($0), .original))) }, make: get),
    Verb(
      "set", [.word("NAME", .key), .rest("VALUE", .text, .explained)],
      options: ["--runtime", "--confirm-within TIME", "--yes"],
      help: "changes a parameter or setting at once",
      detail: "It is written to the file where it stands, unless --runtime keeps it until the server stops or "
        + "--confirm-within lets it go back by itself. Times may have a unit, as in TIME_OUT 10m.",
      example: "set TIME_OUT 10m --confirm-within 5m",
      aliases: Parameter.allCases.map { ("change \($0.rawValue)", .askValue($0)) }, make: set),
    Verb("confirm", help: "keeps what was set with --confirm-within") { _ in .command(.confirm) },
    Verb(
      "online", help: "lists who is online, and from where", aliases: [("online users", .command(.online(.original)))]
    ) { _ in .command(.online(.plain)) },
    Verb(
      "blocked", help: "lists who is blocked after wrong passwords",
      aliases: [("blocked users", .command(.blocked(.original)))]
    ) { _ in .command(.blocked(.plain)) },
    Verb(
      "users", options: ["--names"], help: "lists all accounts and what waits for them",
      detail: "--names lists the names alone.", example: "users --names",
      aliases: [("all users", .command(.users(.original, isNamesOnly: false)))]
    ) { .command(.users(.plain, isNamesOnly: $0.has("--names"))) },
    Verb(
      "kick", [.word("USER", .onlinePerson), .rest("REASON", .text, .optional)],
      help: "puts somebody out, who is told the reason", example: "kick bob too loud"
    ) { .command(.kick($0["USER"], reason: $0.text("REASON"))) },
    Verb(
      "ban", [.word("USER", .person), .rest("REASON", .text, .optional)],
      options: ["--address [ADDRESS]", "--for TIME", "--yes"],
      help: "keeps a user or an address out, and tells the reason",
      detail: "The user's name can't be registered again, nor one that looks like it. With --address behind it the "
        + "address that the user is on is banned too; --address ADDRESS in the user's place bans an address alone. "
        + "Without --for it holds until \"unban\". The TIME of --for has a unit: 90s, 5m, 2h, 1d.",
      example: "ban bob --for 2h too loud", make: ban),
    Verb(
      "unban", [.word("USER|ADDRESS", .banned)], help: "lets a user or an address in again", example: "unban bob"
    ) { .command(.unban($0["USER|ADDRESS"])) },
    Verb("bans", help: "lists who is banned, until when and why") { _ in .command(.bans) },
    Verb(
      "invite", [.rest("USER...", .newPerson, .optional)],
      options: ["--uses N", "--for TIME"],
      help: "makes codes to register with, one for each user",
      detail: "Each is good for that name alone. Without a name it makes one code for anybody, which is good for one "
        + "account or for --uses of them. They hold for a week, or --for another time, with its unit: 2h, 30d.",
      example: "invite ann bob --for 30d", make: invite),
    Verb(
      "invitations", options: ["--end NUMBER|all"],
      help: "lists the invitations that hold, or ends them", example: "invitations --end 7", make: invitations),
    Verb(
      "unblock", [.word("USER", .lockedOutPerson), .word("ADDRESS", .lockedOutAddress, .optional)],
      help: "lets somebody log in again after wrong passwords", example: "unblock bob"
    ) { .command(.unblock($0["USER"], address: $0.text("ADDRESS"))) },
    Verb(
      "announce", [.rest("TEXT", .text)], help: "says something to everybody online",
      example: "announce There is cake at five."
    ) { .command(.announce($0["TEXT"])) },
    Verb(
      "passwd", [.word("USER", .person)], help: "gives somebody a new password, which is asked for",
      example: "passwd bob"
    ) { .askPassword(user: $0["USER"], isNew: false) },
    Verb(
      "adduser", [.word("USER", .newPerson)], help: "makes an account; its password is asked for",
      example: "adduser bob"
    ) { .askPassword(user: $0["USER"], isNew: true) },
    Verb(
      "deluser", [.word("USER", .person)], options: ["--yes"],
      help: "deletes an account with its messages and files", example: "deluser bob"
    ) { .askConfirmation(.deluser($0["USER"]), isConfirmed: $0.has("--yes")) },
    Verb("status", help: "shows how the server does") { _ in .command(.status) },
    Verb("metrics", help: "shows the same in Prometheus' text format") { _ in .command(.metrics) },
    Verb("reload", help: "reads para.txt, settings and certificate again") { _ in .command(.reload) },
    Verb(
      "stop",
      options: ["--in TIME", "--restart", "--cancel", "--yes"],
      help: "stops the server, or calls that off",
      detail: "--restart tells clients to come back. With --in the command waits for the stop, and Ctrl+C does not "
        + "call it off: \"stop --cancel\" does, from any shell, and another \"stop --in\" takes its place.",
      example: "stop --in 5m --restart", make: stop),
    Verb(
      "help", [.word("COMMAND", .verb, .optional)], help: "lists the commands, or tells all about one",
      example: "help ban", make: help),
  ]
}

// What the verbs with options make of them.
extension AdminVerbs {
  @Sendable private static func get(_ call: VerbCall) throws(VerbError) -> Meaning {
    guard let name = call.text("NAME") else { return .command(.get(nil, .plain)) }
    return .command(.get(try AdminKey(named: name), .plain))
  }

  @Sendable private static func set(_ call: VerbCall) throws(VerbError) -> Meaning {
    var keeping = call.has("--runtime") ? AdminCommand.Keeping.runtime : .saved
    if let seconds = try call.time(of: "--confirm-within") {
      // What holds until the stop can't go back before.
      guard keeping == .saved else { throw .extraArgument("set") }
      keeping = .unlessConfirmed(seconds: seconds)
    }
    guard call.strayOptions.first == nil || call.strayOptions.first != call.words.first else {
      throw .extraArgument("set")
    }
    let key = try AdminKey(named: call["NAME"])
    // `set MaxCon` and `set MaxCon 5 6`: the range helps more than the usage.
    guard let value = call.text("VALUE") else { throw .said(.badValue(key, "")) }
    // A command has arguments, with blanks between them here as there.
    guard call.words.count == 2 || key == .setting(.checkPassword) else { throw .extraArgument("set") }
    let command = AdminCommand.set(key, value: key.value(typed: value), keeping: keeping, .plain)
    return key == .parameter(.timeOut)
      ? .askConfirmation(command, isConfirmed: call.has("--yes")) : .command(command)
  }

  @Sendable private static func stop(_ call: VerbCall) throws(VerbError) -> Meaning {
    let delay = try call.time(of: "--in")
    let (restart, isConfirmed) = (call.has("--restart"), call.has("--yes"))
    guard call.has("--cancel") else {
      return .askConfirmation(.stop(delay: delay ?? 0, restart: restart), isConfirmed: isConfirmed)
    }
    guard delay == nil, !restart, !isConfirmed else { throw .extraArgument("stop") }
    return .command(.cancelStop)
  }

  /// `USER [--address] [REASON]` or `--address ADDRESS [REASON]`.
  @Sendable private static func ban(_ call: VerbCall) throws(VerbError) -> Meaning {
    let seconds = try call.time(of: "--for", needsUnit: true)
    // A slip in an option would become the reason of a ban for ever.
    guard call.strayOptions.isEmpty else { throw .extraArgument("ban") }
    let reason = call.text("REASON")
    guard reason.map({ $0.utf8.count <= Ban.maximumReasonBytes }) ?? true else { throw .said(.reasonTooLong) }
    let target: AdminCommand.BanTarget =
      call.place(of: "--address") == 0
      ? .address(call["USER"]) : .user(call["USER"], withAddress: call.has("--address"))
    return .askConfirmation(.ban(target, seconds: seconds, reason: reason), isConfirmed: call.has("--yes"))
  }

  /// How long an invitation is good for unless something else is said: a week.
  private static let invitationSeconds = 604_800.0

  @Sendable private static func invite(_ call: VerbCall) throws(VerbError) -> Meaning {
    let seconds = try call.time(of: "--for", needsUnit: true)
    let uses = call.value(of: "--uses")
    guard let count = uses.map(Int.init) ?? 1, (1...Invitation.maximumUses).contains(count),
      // One that is good for one name alone is good for one account.
      uses == nil || call.words.isEmpty, call.strayOptions.isEmpty
    else { throw .extraArgument("invite") }
    // A second code for a name would end the first.
    var names: Set<AccountKey> = []
    let invited = call.words.map(String.init).filter { names.insert(AccountKey($0)).inserted }
    return .command(.invite(invited, uses: count, seconds: seconds ?? invitationSeconds))
  }

  @Sendable private static func invitations(_ call: VerbCall) throws(VerbError) -> Meaning {
    guard let text = call.value(of: "--end") else { return .command(.invitations) }
    guard text != "all" else { return .command(.endInvitations(nil)) }
    guard let number = Int64(text), number > 0 else { throw .extraArgument("invitations") }
    return .command(.endInvitations(EntryID(rawValue: number)))
  }

  @Sendable private static func help(_ call: VerbCall) throws(VerbError) -> Meaning {
    let word = call.text("COMMAND")
    if let word, table.verb(word) == nil { throw .extraArgument("help") }
    return .command(.help(table.help(on: word)))
  }
}

extension VerbCall {
  /// The length of time that the option was given, in seconds; nil when it was not.
  ///
  /// - Parameter needsUnit: whether words may follow of which a unit could be meant to be one: `--for 1 day`.
  /// - Throws: `AdminError.badTime`, `.timeWithoutUnit` and `.timeTooLong`.
  fileprivate func time(of option: String, needsUnit: Bool = false) throws(VerbError) -> Double? {
    guard let text = value(of: option) else { return nil }
    guard !needsUnit || Quantity.number(text, units: [:]) == nil else { throw .said(.timeWithoutUnit(text)) }
    guard let seconds = DurationText.seconds(text) else {
      throw .said(DurationText.isTooLong(text) ? .timeTooLong(text) : .badTime(text))
    }
    return seconds
  }
}
