import ChatClient
import ChatCore
import ChatServer

/// What of a manual page is made from the code: the rest is written by hand around it.
enum ManualBlock: String, CaseIterable {
  /// How the page's command is called.
  case synopsis
  /// Its arguments and options.
  case options
  /// The subcommands of `chatctl`, with the page of each.
  case subcommands
  /// The page's subcommands with their arguments and options.
  case details
  /// The four parameters.
  case parameters
  /// The commands of the operator.
  case admin
  /// The commands of a chat.
  case chat
  /// What `chatctl connect` ends with.
  case status
  /// The lines of a log.
  case events

  /// Its lines, on the page of `command`, which is called as `words`.
  func lines(of command: CommandHelp, calledAs words: [String]) -> [String] {
    switch self {
    case .synopsis:
      command.shownSubcommands.isEmpty
        ? Self.synopsis(of: command, words)
        : command.shownSubcommands.flatMap { Self.synopsis(of: $0, words + [$0.commandName]) }
    case .options: Self.arguments(of: command)
    case .subcommands:
      Self.list(
        command.shownSubcommands.map { sub in
          (".Xr chatctl-\(sub.commandName) 1", Mdoc.prose(sub.abstract ?? ""))
        })
    case .details:
      command.shownSubcommands.flatMap { sub in
        [".Ss \(words.joined(separator: " ")) \(sub.commandName)"]
          + Mdoc.prose([sub.abstract, sub.discussion].compactMap { $0 }.joined(separator: "\n"))
          + Self.arguments(of: sub)
      }
    case .parameters:
      Self.list(
        Parameter.allCases.map { parameter in
          (
            ".Cm \(parameter.rawValue)",
            Mdoc.prose("Takes \(parameter.range). Default: \(Parameters().text(of: parameter)).")
          )
        })
    case .admin:
      Self.list(AdminVerbs.table.verbs.map { Self.item($0, $0.explanation) })
    case .chat:
      Self.list(ChatVerbs.table.verbs.filter { $0.doors != .json }.map { Self.item($0, $0.help) })
    case .status:
      Self.list(ExitCode.allCases.map { (String($0.rawValue), Mdoc.prose($0.meaning)) })
    case .events:
      Self.list(
        LogEvent.all.map { event in
          let fields = event.fields.isEmpty ? "" : " (\(event.fields.joined(separator: ", ")))"
          return (".Cm \(Mdoc.words(event.name)) Pq \(event.level.rawValue)", Mdoc.prose(event.meaning + fields))
        })
    }
  }

  /// How many options a synopsis names before it only says that there are some.
  private static let mostNamed = 6

  private static func synopsis(of command: CommandHelp, _ words: [String]) -> [String] {
    let options = command.options
    let named = options.map { option in
      let name = option.names?.first { $0.kind == "long" } ?? option.names?.first
      let value = option.kind == "option" ? " Ar \(Mdoc.words(option.valueName ?? ""))" : ""
      return ".Op \(flag(name?.text ?? ""))\(value)" + (option.isRepeating ? " ..." : "")
    }
    let positionals = command.positionals.map { argument in
      (argument.isOptional ? ".Op Ar " : ".Ar ") + Mdoc.words(argument.valueName ?? "")
        + (argument.isRepeating ? " ..." : "")
    }
    return [".Nm \(words.joined(separator: " "))"]
      + (options.count > mostNamed ? [".Op Ar option ..."] : named) + positionals
  }

  private static func arguments(of command: CommandHelp) -> [String] {
    var lines = list(command.positionals.map { (".Ar " + Mdoc.words($0.valueName ?? ""), text(of: $0)) })
    var titles: [String?] = []
    for option in command.options where !titles.contains(option.sectionTitle) {
      titles.append(option.sectionTitle)
    }
    // What has no title of its own comes first.
    for title in titles.sorted(by: { $0 == nil && $1 != nil }) {
      if let title { lines.append(".Ss \(title)") }
      lines += list(
        command.options.filter { $0.sectionTitle == title }.map { option in
          let names = (option.names ?? []).map { flag($0.text) }.joined(separator: " , ")
          let value = option.kind == "option" ? " Ar \(Mdoc.words(option.valueName ?? ""))" : ""
          let more = command.commandName == server ? taken(by: option) : []
          return (".\(names)\(value)", text(of: option) + more)
        })
    }
    return lines
  }

  private static let server = "serve"

  /// What more is said of an option that is a key of serve.conf.
  private static func taken(by option: CommandHelp.Argument) -> [String] {
    guard let setting = option.names?.lazy.compactMap({ Setting(key: $0.name) }).first else { return [] }
    let restart = setting.needsRestart ? " Another value waits for the next start." : ""
    return Mdoc.prose((setting.kind == .flag ? "As a key it takes yes or no." : "Takes \(setting.taken).") + restart)
  }

  private static func text(of argument: CommandHelp.Argument) -> [String] {
    var lines = Mdoc.prose([argument.abstract, argument.discussion].compactMap { $0 }.joined(separator: "\n"))
    if let value = argument.defaultValue { lines += Mdoc.prose("Default: \(value).") }
    return lines
  }

  /// `Fl Fl data` for `--data`.
  private static func flag(_ name: String) -> String {
    let isLong = name.hasPrefix("--")
    return (isLong ? "Fl Fl " : "Fl ") + Mdoc.words(name.dropFirst(isLong ? 2 : 1))
  }

  /// What is said of a verb, with a line that would be typed.
  private static func item(_ verb: Verb<some Any>, _ text: String) -> (head: String, text: [String]) {
    (".Ic " + Mdoc.words(verb.usage), Mdoc.prose(text + (verb.example.map { "\nExample: \($0)" } ?? "")))
  }

  /// A list of heads, each a macro or a word, and what is said of them.
  private static func list(_ items: [(head: String, text: [String])]) -> [String] {
    guard !items.isEmpty else { return [] }
    return [".Bl -tag -width Ds"]
      + items.flatMap { item in
        [".It " + (item.head.hasPrefix(".") ? String(item.head.dropFirst()) : item.head)] + item.text
      } + [".El"]
  }
}
