/// The one table of the commands of a chat: the check of what was typed, `help` and completion all read it.
public enum CommandTable {
  /// A row: one command.
  public struct Row: Hashable, Sendable {
    /// What is typed first.
    public let word: CommandWord
    /// What follows it, in order.
    public let arguments: [CommandArgument]
    /// Whether the arguments may be left out, all of them together.
    public let mayStandAlone: Bool
    /// Whether it may be typed with the first few of its arguments.
    public let mayStopAnywhere: Bool
    /// What it does, in one line.
    public let help: String

    /// The command with its arguments: `fileget [USER NAME]`.
    public var usage: String {
      guard !arguments.isEmpty else { return word.rawValue }
      if mayStopAnywhere {
        return word.rawValue + arguments.map { " [\($0.placeholder)]" }.joined()
      }
      let list = arguments.map(\.placeholder).joined(separator: " ")
      return word.rawValue + (mayStandAlone ? " [\(list)]" : " \(list)")
    }
  }

  /// All commands, in the order that `help` lists them.
  public static let rows: [Row] = CommandWord.allCases.map { row(of: $0) }

  /// The row of `word`.
  public static func row(of word: CommandWord) -> Row {
    switch word {
    case .whoelse:
      Row(word, help: "lists the other users who are online")
    case .wholasthr:
      Row(word, help: "lists the users who are online or were within the last hour")
    case .seen:
      Row(word, .word("USER", .person), help: "tells when a user was online last")
    case .broadcast:
      Row(word, .rest("TEXT", .none), help: "sends a message to everybody")
    case .message:
      Row(word, .word("USER", .person), .rest("TEXT", .none), help: "sends a message to one user")
    case .chat:
      Row(word, help: "from now on a line without a \"/\" before it is a broadcast; \"/chat\" ends that")
    case .history:
      Row(
        word, .word("USER", .person), .word("N", .none), mayStopAnywhere: true,
        help: "shows the newest messages, or those with one user")
    case .search:
      Row(word, .rest("TEXT", .none), help: "shows the newest messages in which all these words stand")
    case .more:
      Row(word, help: "shows what is older than the messages of the last \"history\" or \"search\"")
    case .block:
      Row(word, .word("USER", .person), help: "takes nothing from a user from now on")
    case .unblock:
      Row(word, .word("USER", .blockedPerson), help: "takes messages from a user again")
    case .blocked:
      Row(word, help: "lists the users whom you have blocked")
    case .file:
      Row(word, .word("USER", .person), .rest("FILE", .ownFile), help: "sends a file to a user")
    case .files:
      Row(word, help: "lists the files that wait for you")
    case .fileget:
      Row(
        word, .word("USER", .waitingSender), .rest("FILE", .waitingFile), mayStandAlone: true,
        help: "receives a file that waits for you; alone, lists what waits")
    case .filedecline:
      Row(word, .word("USER", .waitingSender), .rest("FILE", .waitingFile), help: "deletes a file that waits for you")
    case .transfers:
      Row(word, help: "lists the files that are being sent or received, with their numbers")
    case .cancel:
      Row(word, .word("NUMBER", .transfer), help: "stops a transfer, the number as \"transfers\" tells it")
    case .password:
      Row(word, help: "changes your password: asks for the present one and for the new one")
    case .logout:
      Row(word, help: "logs you out and ends the program")
    case .quit:
      Row(word, help: "leaves the chatting room and ends the program")
    case .help:
      Row(word, .word("COMMAND", .command), mayStandAlone: true, help: "lists the commands, or explains one")
    }
  }

  /// The lines that `help` prints: a usage and an explanation each, in two columns; one command's when `word` is given.
  public static func help(on word: CommandWord? = nil) -> [String] {
    if let word {
      let row = row(of: word)
      return ["\(row.usage)  \(row.help)"]
    }
    let width = rows.map(\.usage.count).max() ?? 0
    return rows.map { row in
      "  " + row.usage + String(repeating: " ", count: width - row.usage.count) + "  " + row.help
    }
  }
}

extension CommandTable.Row {
  fileprivate init(
    _ word: CommandWord, _ arguments: CommandArgument..., mayStandAlone: Bool = false, mayStopAnywhere: Bool = false,
    help: String
  ) {
    self.init(
      word: word, arguments: arguments, mayStandAlone: mayStandAlone || mayStopAnywhere,
      mayStopAnywhere: mayStopAnywhere, help: help)
  }
}
