/// Makes a command of a typed line, by the table; the original's words are taken too.
enum AdminLine {
  /// What a line asks for, before the questions that some commands ask.
  enum Meaning: Equatable {
    case command(AdminCommand)
    /// A value is to be asked for, as the original does.
    case askValue(Parameter)
    case askPassword(AdminWord, user: String)
    /// It may be more than is meant: ask, unless it was said.
    case askConfirmation(AdminCommand, isConfirmed: Bool)
  }

  static func parse(_ line: String) throws(AdminError) -> Meaning {
    var words = AdminWord.words(of: line)
    guard let first = words.first else { throw .empty }
    if let meaning = original(words) {
      return meaning
    }
    guard let word = AdminWord(typed: first) else {
      let typed = first.hasPrefix("/") ? String(first.dropFirst()) : first
      let nearest = EditDistance.nearest(to: typed, in: AdminWord.allCases, spelling: \.rawValue) ?? .help
      throw .unknown(typed, nearest: nearest)
    }
    words.removeFirst()
    var rest = rest(of: line, after: first)
    if [.kick, .announce].contains(word), words.first == Arguments.end {
      // What follows is text, in which another one stands for itself.
      words.removeFirst()
      rest = Self.rest(of: rest, after: Arguments.end)
      return try meaning(of: word, Arguments(plain: words), rest: rest)
    }
    return try meaning(of: word, Arguments(words), rest: rest)
  }

  /// The original's words, whose answers are in its wording.
  private static func original(_ words: [String]) -> Meaning? {
    switch words.map({ $0.lowercased() }) {
    case ["online", "users"]: return .command(.online(.original))
    case ["blocked", "users"]: return .command(.blocked(.original))
    case ["all", "users"]: return .command(.users(.original, isNamesOnly: false))
    default: break
    }
    if words.count == 1, let parameter = Parameter(named: words[0]) {
      return .command(.get(.parameter(parameter), .original))
    }
    if words.count == 2, words[0].lowercased() == "change", let parameter = Parameter(named: words[1]) {
      return .askValue(parameter)
    }
    return nil
  }

  private static func meaning(
    of word: AdminWord, _ arguments: Arguments, rest: String
  ) throws(AdminError) -> Meaning {
    let words = arguments.all
    switch (word, words.count) {
    case (.get, 0): return .command(.get(nil, .plain))
    case (.get, 1): return .command(.get(try AdminKey(named: words[0]), .plain))
    case (.set, 1...): return try set(arguments)
    case (.confirm, 0): return .command(.confirm)
    case (.online, 0): return .command(.online(.plain))
    case (.blocked, 0): return .command(.blocked(.plain))
    case (.users, 0): return .command(.users(.plain, isNamesOnly: false))
    case (.users, 1) where arguments.words == ["--names"]: return .command(.users(.plain, isNamesOnly: true))
    case (.kick, 1): return .command(.kick(words[0], reason: nil))
    case (.kick, 2...): return .command(.kick(words[0], reason: Self.rest(of: rest, after: words[0])))
    case (.ban, 1...): return try ban(arguments)
    case (.unban, 1): return .command(.unban(words[0]))
    case (.bans, 0): return .command(.bans)
    case (.invite, _): return .command(try invite(arguments))
    case (.invitations, 0): return .command(.invitations)
    case (.invitations, 2) where words[0] == "--end": return .command(.endInvitations(try invitation(words[1])))
    case (.unblock, 1), (.unblock, 2): return .command(.unblock(words[0], address: words.dropFirst().first))
    case (.announce, 1...): return .command(.announce(rest))
    case (.passwd, 1), (.adduser, 1): return .askPassword(word, user: words[0])
    case (.deluser, 1...): return try deluser(arguments)
    case (.status, 0): return .command(.status)
    case (.metrics, 0): return .command(.metrics)
    case (.reload, 0): return .command(.reload)
    case (.stop, _): return try stop(arguments)
    case (.help, 0): return .command(.help(nil))
    case (.help, 1):
      guard let about = AdminWord(rawValue: words[0]) else { throw .usage(.help) }
      return .command(.help(about))
    default: throw .usage(word)
    }
  }

  private static func set(_ arguments: Arguments) throws(AdminError) -> Meaning {
    var arguments = arguments
    let isConfirmed = arguments.take("--yes")
    var keeping = arguments.take("--runtime") ? AdminCommand.Keeping.runtime : .saved
    if let seconds = try arguments.takeTime(of: "--confirm-within", in: .set) {
      // What holds until the stop can't go back before.
      guard keeping == .saved else { throw .usage(.set) }
      keeping = .unlessConfirmed(seconds: seconds)
    }
    var words = arguments.all
    guard !words.isEmpty, arguments.words.first?.hasPrefix("--") != true else { throw .usage(.set) }
    let key = try AdminKey(named: words.removeFirst())
    // A command has arguments, with blanks between them here as there.
    if key == .setting(.checkPassword), !words.isEmpty { words = [words.joined(separator: " ")] }
    guard words.count == 1 else {
      // `set MaxCon` and `set MaxCon 5 6`: the range helps more than the usage.
      throw words.isEmpty ? .badValue(key, "") : .usage(.set)
    }
    let command = AdminCommand.set(key, value: key.value(typed: words[0]), keeping: keeping, .plain)
    return key == .parameter(.timeOut) ? .askConfirmation(command, isConfirmed: isConfirmed) : .command(command)
  }

  private static func stop(_ arguments: Arguments) throws(AdminError) -> Meaning {
    var arguments = arguments
    if arguments.words == ["--cancel"], arguments.plain.isEmpty { return .command(.cancelStop) }
    let isConfirmed = arguments.take("--yes")
    let restart = arguments.take("--restart")
    let delay = try arguments.takeTime(of: "--in", in: .stop)
    guard arguments.all.isEmpty else { throw .usage(.stop) }
    return .askConfirmation(.stop(delay: delay ?? 0, restart: restart), isConfirmed: isConfirmed)
  }

  private static func deluser(_ arguments: Arguments) throws(AdminError) -> Meaning {
    var arguments = arguments
    let isConfirmed = arguments.take("--yes")
    guard arguments.all.count == 1 else { throw .usage(.deluser) }
    return .askConfirmation(.deluser(arguments.all[0]), isConfirmed: isConfirmed)
  }

  /// `USER [--address] [REASON]` or `--address ADDRESS [REASON]`.
  private static func ban(_ arguments: Arguments) throws(AdminError) -> Meaning {
    var arguments = arguments
    let isConfirmed = arguments.take("--yes")
    let seconds = try arguments.takeTime(of: "--for", in: .ban, needsUnit: true)
    let isAddressAlone = arguments.words.first == "--address"
    let withAddress = arguments.take("--address")
    // A slip in an option would become the reason of a ban for ever.
    guard let subject = arguments.all.first, !arguments.hasOptions else { throw .usage(.ban) }
    let reason = arguments.all.dropFirst().joined(separator: " ")
    guard reason.utf8.count <= Ban.maximumReasonBytes else { throw .reasonTooLong }
    let command = AdminCommand.ban(
      isAddressAlone ? .address(subject) : .user(subject, withAddress: withAddress), seconds: seconds,
      reason: reason.isEmpty ? nil : reason)
    return .askConfirmation(command, isConfirmed: isConfirmed)
  }

  /// How long an invitation is good for unless something else is said: a week.
  private static let invitationSeconds = 604_800.0

  private static func invite(_ arguments: Arguments) throws(AdminError) -> AdminCommand {
    var arguments = arguments
    let seconds = try arguments.takeTime(of: "--for", in: .invite, needsUnit: true)
    let uses = try arguments.takeValue(of: "--uses", in: .invite)
    guard let count = uses.map(Int.init) ?? 1, (1...Invitation.maximumUses).contains(count),
      // One that is good for one name alone is good for one account.
      uses == nil || arguments.all.isEmpty, !arguments.hasOptions
    else { throw .usage(.invite) }
    // A second code for a name would end the first.
    var names: Set<AccountKey> = []
    let invited = arguments.all.filter { names.insert(AccountKey($0)).inserted }
    return .invite(invited, uses: count, seconds: seconds ?? invitationSeconds)
  }

  private static func invitation(_ text: String) throws(AdminError) -> EntryID? {
    if text == "all" { return nil }
    guard let number = Int64(text), number > 0 else { throw .usage(.invitations) }
    return EntryID(rawValue: number)
  }

  /// What follows `word` in `line`, outer blanks trimmed.
  private static func rest(of line: String, after word: String) -> String {
    String(line.trimmed().dropFirst(word.count).trimmed())
  }
}

/// What follows a command: words among which options may stand anywhere, and behind a `--` those that are none.
private struct Arguments {
  /// What ends the options.
  static let end = "--"

  /// Those before the end of the options.
  private(set) var words: [String]
  /// Those behind it, whatever they look like.
  let plain: [String]

  init(_ words: [String]) {
    let place = words.firstIndex(of: Self.end) ?? words.endIndex
    self.words = Array(words[..<place])
    plain = Array(words[place...].dropFirst())
  }

  init(plain: [String]) {
    words = []
    self.plain = plain
  }

  /// All that are left.
  var all: [String] {
    words + plain
  }

  /// Whether an option is left that nobody has taken.
  var hasOptions: Bool {
    words.contains { $0.hasPrefix("--") }
  }

  /// Takes the option `name` out, wherever it stands.
  ///
  /// - Returns: whether it was there.
  mutating func take(_ name: String) -> Bool {
    guard let place = words.firstIndex(of: name) else { return false }
    words.remove(at: place)
    return true
  }

  /// Takes the option `name` out with the value behind it; nil when it is not there.
  mutating func takeValue(of name: String, in word: AdminWord) throws(AdminError) -> String? {
    guard let place = words.firstIndex(of: name) else { return nil }
    words.remove(at: place)
    guard place < words.count else { throw .usage(word) }
    return words.remove(at: place)
  }

  /// The same for a length of time, in seconds.
  ///
  /// - Parameter needsUnit: whether words may follow of which a unit could be meant to be one: `--for 1 day`.
  mutating func takeTime(
    of name: String, in word: AdminWord, needsUnit: Bool = false
  ) throws(AdminError) -> Double? {
    guard let text = try takeValue(of: name, in: word) else { return nil }
    guard !needsUnit || Quantity.number(text, units: [:]) == nil else { throw .timeWithoutUnit(text) }
    guard let seconds = DurationText.seconds(text) else {
      throw DurationText.isTooLong(text) ? .timeTooLong(text) : .badTime(text)
    }
    return seconds
  }
}
