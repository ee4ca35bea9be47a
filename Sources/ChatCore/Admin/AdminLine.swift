/// Makes a command of a typed line, by the table; the original's words are taken too.
enum AdminLine {
  /// What a line asks for, before the questions that some commands ask.
  enum Meaning: Hashable {
    case command(AdminCommand)
    /// A value is to be asked for, as the original does.
    case askValue(Parameter)
    case askPassword(AdminWord, user: String)
    /// Something would be destroyed: ask whether that is meant, unless it was said.
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
    return try meaning(of: word, words, rest: rest(of: line, after: first))
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
    of word: AdminWord, _ words: [String], rest: String
  ) throws(AdminError) -> Meaning {
    switch (word, words.count) {
    case (.get, 0): return .command(.get(nil, .plain))
    case (.get, 1): return .command(.get(try AdminKey(named: words[0]), .plain))
    case (.set, 1...): return .command(try set(words))
    case (.confirm, 0): return .command(.confirm)
    case (.online, 0): return .command(.online(.plain))
    case (.blocked, 0): return .command(.blocked(.plain))
    case (.users, 0): return .command(.users(.plain, isNamesOnly: false))
    case (.users, 1) where words == ["--names"]: return .command(.users(.plain, isNamesOnly: true))
    case (.kick, 1): return .command(.kick(words[0], reason: nil))
    case (.kick, 2...): return .command(.kick(words[0], reason: Self.rest(of: rest, after: words[0])))
    case (.unblock, 1), (.unblock, 2): return .command(.unblock(words[0], address: words.dropFirst().first))
    case (.announce, 1...): return .command(.announce(rest))
    case (.passwd, 1), (.adduser, 1): return .askPassword(word, user: words[0])
    case (.deluser, 1): return .askConfirmation(.deluser(words[0]), isConfirmed: false)
    case (.deluser, 2) where words.contains("--yes"):
      return .askConfirmation(.deluser(words.first { $0 != "--yes" } ?? ""), isConfirmed: true)
    case (.status, 0): return .command(.status)
    case (.metrics, 0): return .command(.metrics)
    case (.reload, 0): return .command(.reload)
    case (.stop, _): return .command(try stop(words))
    case (.help, 0): return .command(.help(nil))
    case (.help, 1):
      guard let about = AdminWord(rawValue: words[0]) else { throw .usage(.help) }
      return .command(.help(about))
    default: throw .usage(word)
    }
  }

  private static func set(_ words: [String]) throws(AdminError) -> AdminCommand {
    let key = try AdminKey(named: words[0])
    var keeping = AdminCommand.Keeping.saved
    var values: [String] = []
    var index = 1
    while index < words.count {
      switch words[index] {
      case "--runtime":
        keeping = .runtime
      case "--confirm-within":
        index += 1
        guard index < words.count else { throw .usage(.set) }
        keeping = .unlessConfirmed(seconds: try seconds(words[index]))
      default:
        values.append(words[index])
      }
      index += 1
    }
    // A command has arguments, with blanks between them here as there.
    if key == .setting(.checkPassword), !values.isEmpty { values = [values.joined(separator: " ")] }
    guard values.count == 1 else {
      // `set MaxCon` and `set MaxCon 5 6`: the range helps more than the usage.
      throw values.isEmpty ? .badValue(key, "") : .usage(.set)
    }
    return .set(key, value: values[0], keeping: keeping, .plain)
  }

  private static func stop(_ words: [String]) throws(AdminError) -> AdminCommand {
    var delay = 0.0
    var restart = false
    var index = 0
    while index < words.count {
      switch words[index] {
      case "--restart":
        restart = true
      case "--in":
        index += 1
        guard index < words.count else { throw .usage(.stop) }
        delay = try seconds(words[index])
      default:
        throw .usage(.stop)
      }
      index += 1
    }
    return .stop(delay: delay, restart: restart)
  }

  private static func seconds(_ text: String) throws(AdminError) -> Double {
    guard let seconds = DurationText.seconds(text) else { throw .badTime(text) }
    return seconds
  }

  /// What follows `word` in `line`, outer blanks trimmed.
  private static func rest(of line: String, after word: String) -> String {
    String(line.trimmed().dropFirst(word.count).trimmed())
  }
}
