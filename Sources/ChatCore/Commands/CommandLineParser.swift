/// Makes a command of a typed line, by the table.
///
/// The first word is the command, with or without a `/` before it. Arguments are words; the last one is the rest of the
/// line where the table says so, its inner blanks kept. Nothing is quoted.
public enum CommandLineParser {
  /// The command in `line`.
  ///
  /// - Throws: `CommandError`.
  public static func parse(_ line: String) throws(CommandError) -> ChatCommand {
    var rest = line.trimmed()
    if rest.first == "/" {
      rest = rest.dropFirst().trimmed()
    }
    guard !rest.isEmpty else { throw .empty }
    let typed = takeWord(from: &rest)
    guard let word = CommandWord(rawValue: String(typed)) else {
      throw .unknown(String(typed), nearest: nearest(to: String(typed)))
    }
    return try command(word, arguments: arguments(of: CommandTable.row(of: word), in: rest))
  }

  /// The command whose spelling is the nearest to `text`; the first of the table where several are as near.
  public static func nearest(to text: String) -> CommandWord {
    EditDistance.nearest(to: text, in: CommandWord.allCases, spelling: \.rawValue) ?? .help
  }

  private static func arguments(of row: CommandTable.Row, in line: Substring) throws(CommandError) -> [String] {
    var rest = line
    if rest.isEmpty, row.mayStandAlone { return [] }
    var values: [String] = []
    for argument in row.arguments {
      if rest.isEmpty, row.mayStopAnywhere { break }
      guard !rest.isEmpty else { throw .missingArgument(row.word) }
      if argument.takesRest {
        values.append(String(rest))
        rest = ""
      } else {
        values.append(String(takeWord(from: &rest)))
      }
    }
    guard rest.isEmpty else { throw .extraArgument(row.word) }
    return values
  }

  /// `arguments` are as many as the row has, or none where the command may stand alone.
  private static func command(_ word: CommandWord, arguments: [String]) throws(CommandError) -> ChatCommand {
    switch (word, arguments.first, arguments.dropFirst().first) {
    case (.whoelse, _, _): return .whoelse
    case (.wholasthr, _, _): return .wholasthr
    case (.transfers, _, _): return .transfers
    case (.cancel, let number?, _): return .cancel(number)
    case (.password, _, _): return .password
    case (.logout, _, _): return .logout
    case (.quit, _, _): return .quit
    case (.broadcast, let body?, _): return .broadcast(body: body)
    case (.block, let name?, _): return .block(name)
    case (.unblock, let name?, _): return .unblock(name)
    case (.message, let name?, let body?): return .message(to: name, body: body)
    case (.file, let name?, let path?): return .file(to: name, path: path)
    case (.fileget, let name?, let file?): return .fileget(from: name, name: file)
    case (.filedecline, let name?, let file?): return .filedecline(from: name, name: file)
    case (.fileget, nil, _), (.files, _, _): return .listFiles
    case (.chat, _, _): return .chat
    case (.more, _, _): return .more
    case (.blocked, _, _): return .blocked
    case (.seen, let name?, _): return .seen(name)
    case (.search, let text?, _): return .search(text)
    case (.history, let first, let second): return try history(first, second)
    case (.help, nil, _): return .help(nil)
    case (.help, let text?, _):
      guard let word = CommandWord(rawValue: text.first == "/" ? String(text.dropFirst()) : text) else {
        throw .unknown(text, nearest: nearest(to: text))
      }
      return .help(word)
    case (.seen, nil, _), (.search, nil, _), (.cancel, nil, _), (.broadcast, nil, _), (.block, nil, _),
      (.unblock, nil, _), (.message, _, _), (.file, _, _),
      (.fileget, _, nil), (.filedecline, _, _):
      throw .missingArgument(word)
    }
  }

  /// `history 50` is a number of messages, `history 50 20` the conversation with somebody called 50.
  private static func history(_ first: String?, _ second: String?) throws(CommandError) -> ChatCommand {
    guard let first else { return .history(person: nil, count: nil) }
    guard let second else {
      return count(first).map { .history(person: nil, count: $0) } ?? .history(person: first, count: nil)
    }
    guard let count = count(second) else { throw .extraArgument(.history) }
    return .history(person: first, count: count)
  }

  /// At least 1; a number that no Int holds is a large one.
  private static func count(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return max(1, Int(text) ?? .max)
  }

  private static func takeWord(from rest: inout Substring) -> Substring {
    let word = rest.prefix { !$0.isBlank }
    rest = rest[word.endIndex...].trimmed()
    return word
  }
}
