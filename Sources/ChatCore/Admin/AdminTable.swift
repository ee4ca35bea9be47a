/// The one table of the operator's commands: the check of what was typed, `help` and completion all read it.
public enum AdminTable {
  /// What Tab offers for an argument.
  public enum Completion: Hashable, Sendable {
    /// The four parameters and the settings.
    case key
    /// Somebody online.
    case onlineUser
    /// Somebody with an account.
    case user
    /// Somebody blocked after wrong passwords.
    case blockedUser
    /// Somebody banned, or an address.
    case banned
    /// An address on which the one named before it is blocked.
    case blockedAddress
    /// A command of the table.
    case command
    /// Nothing.
    case none
  }

  /// Who may use a command: it tells whether it changes anything, and so is logged with user and process id.
  public enum Effect: Sendable {
    /// It only looks.
    case observes
    /// It changes something.
    case changes
    /// It destroys something: asked before, or confirmed by `--yes`.
    case destroys
  }

  /// An option of a command, which may stand anywhere after the first argument.
  public struct Option: Hashable, Sendable {
    /// With its dashes.
    public let name: String
    /// What follows it, as usage lines show it; nil when nothing does.
    public let value: String?

    fileprivate init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }

    fileprivate var usage: String {
      "[\(name)\(value.map { " \($0)" } ?? "")]"
    }
  }

  /// A row: one command.
  public struct Row: Hashable, Sendable {
    /// What is typed first.
    public let word: AdminWord
    /// What follows it, as usage lines show it.
    public let arguments: String
    /// What Tab offers for the arguments, in order.
    public let completions: [Completion]
    /// Its options.
    public let options: [Option]
    /// What it does to the server.
    public let effect: Effect
    /// What it does, in one line of a list.
    public let help: String
    /// What more there is to know, its options above all; empty for nothing.
    public let detail: String
    /// The words of the original that mean the same and are taken everywhere too.
    public let original: [String]

    /// The command with its arguments.
    public var usage: String {
      ([word.rawValue, arguments] + options.map(\.usage)).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// All there is to say about it.
    public var explanation: String {
      let also = original.isEmpty ? "" : "Also: \(original.joined(separator: ", "))."
      return ["It \(help).", detail, also].filter { !$0.isEmpty }.joined(separator: " ")
    }

    fileprivate init(
      _ word: AdminWord, _ arguments: String = "", _ completions: [Completion] = [], options: [Option] = [],
      _ effect: Effect, _ help: String, _ detail: String = "", original: [String] = []
    ) {
      self.word = word
      self.arguments = arguments
      self.completions = completions
      self.options = options
      self.effect = effect
      self.help = help
      self.detail = detail
      self.original = original
    }
  }

  /// All commands, in the order that `help` lists them.
  public static let rows: [Row] = AdminWord.allCases.map { row(of: $0) }

  /// The row of `word`.
  public static func row(of word: AdminWord) -> Row {
    switch word {
    case .get:
      Row(
        word, "[NAME]", [.key], .observes, "shows the parameters and settings, or one of them",
        original: Parameter.allCases.map(\.rawValue))
    case .set:
      Row(
        word, "NAME VALUE", [.key, .none],
        options: [Option("--runtime"), Option("--confirm-within", "TIME"), Option("--yes")], .changes,
        "changes a parameter or setting at once",
        "It is written to the file where it stands, unless --runtime keeps it until the server stops or --confirm-within lets "
          + "it go back by itself. Times may have a unit, as in TIME_OUT 10m.",
        original: Parameter.allCases.map { "change \($0.rawValue)" })
    case .confirm:
      Row(word, "", [], .changes, "keeps what was set with --confirm-within")
    case .online:
      Row(word, "", [], .observes, "lists who is online, and from where", original: ["online users"])
    case .blocked:
      Row(word, "", [], .observes, "lists who is blocked after wrong passwords", original: ["blocked users"])
    case .users:
      Row(
        word, "", [], options: [Option("--names")], .observes, "lists all accounts and what waits for them",
        "--names lists the names alone.", original: ["all users"])
    case .kick:
      Row(word, "USER [REASON]", [.onlineUser], .changes, "puts somebody out, who is told the reason")
    case .ban:
      Row(
        word, "USER [REASON]", [.user],
        options: [Option("--address", "[ADDRESS]"), Option("--for", "TIME"), Option("--yes")], .destroys,
        "keeps a user or an address out, and tells the reason",
        "The user's name can't be registered again, nor one that looks like it. With --address behind it the address that the "
          + "user is on is banned too; --address ADDRESS in the user's place bans an address alone. Without --for it holds "
          + "until \"unban\". The TIME of --for has a unit: 90s, 5m, 2h, 1d.")
    case .unban:
      Row(word, "USER|ADDRESS", [.banned], .changes, "lets a user or an address in again")
    case .bans:
      Row(word, "", [], .observes, "lists who is banned, until when and why")
    case .invite:
      Row(
        word, "[USER...]", [], options: [Option("--uses", "N"), Option("--for", "TIME")], .changes,
        "makes codes to register with, one for each user",
        "Each is good for that name alone. Without a name it makes one code for anybody, which is good for one account or for "
          + "--uses of them. They hold for a week, or --for another time, "
          + "with its unit: 2h, 30d.")
    case .invitations:
      Row(
        word, "", [], options: [Option("--end", "NUMBER|all")], .observes,
        "lists the invitations that hold, or ends them")
    case .unblock:
      Row(
        word, "USER [ADDRESS]", [.blockedUser, .blockedAddress], .changes,
        "lets somebody log in again after wrong passwords")
    case .announce:
      Row(word, "TEXT", [], .changes, "says something to everybody online")
    case .passwd:
      Row(word, "USER", [.user], .changes, "gives somebody a new password, which is asked for")
    case .adduser:
      Row(word, "USER", [], .changes, "makes an account; its password is asked for")
    case .deluser:
      Row(
        word, "USER", [.user], options: [Option("--yes")], .destroys, "deletes an account with its messages and files")
    case .status:
      Row(word, "", [], .observes, "shows how the server does")
    case .metrics:
      Row(word, "", [], .observes, "shows the same in Prometheus' text format")
    case .reload:
      Row(word, "", [], .changes, "reads para.txt, settings and certificate again")
    case .stop:
      Row(
        word, options: [Option("--in", "TIME"), Option("--restart"), Option("--cancel"), Option("--yes")], .changes,
        "stops the server, or calls that off",
        "--restart tells clients to come back. With --in the command waits for the stop, and Ctrl+C does not call it off: "
          + "\"stop --cancel\" does, from any shell, and another \"stop --in\" takes its place.")
    case .help:
      Row(word, "[COMMAND]", [.command], .observes, "lists the commands, or tells all about one")
    }
  }

  /// The lines that `help` prints, for a terminal of 80 columns: a line for each command, or all about one.
  public static func help(on word: AdminWord? = nil) -> [String] {
    guard let row = word.map(row(of:)) else { return rows.map(line) }
    return ["  " + row.usage] + wrapped(row.explanation, to: helpWidth - 4).map { "    " + $0 }
  }

  /// Where the explanations begin.
  private static let helpColumn = 26
  /// How long a line may be: ArgumentParser, which `--help` passes through, never fills the last column of 80.
  private static let helpWidth = 79

  private static func line(of row: Row) -> String {
    let usage = "  \(row.word.rawValue) \(row.arguments)"
    return usage + String(repeating: " ", count: max(1, helpColumn - usage.count)) + row.help
  }

  private static func wrapped(_ text: String, to width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }
}
