import ArgumentParser
import FoundationEssentials

/// What ArgumentParser knows of a command, as its `--experimental-dump-help` tells it: as much of it as the manual needs.
struct CommandHelp: Decodable {
  /// An argument, option or flag.
  struct Argument: Decodable {
    /// A spelling of an option or flag.
    struct Name: Decodable {
      let kind: String
      let name: String

      /// As it is typed.
      var text: String {
        (kind == "long" ? "--" : "-") + name
      }
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let sectionTitle: String?
    let abstract: String?
    let discussion: String?
  }

  private struct Tool: Decodable {
    let command: CommandHelp
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let shouldDisplay: Bool?
  private let arguments: [Argument]?
  private let subcommands: [CommandHelp]?

  /// All of `command` and its subcommands.
  init(of command: any ParsableCommand.Type) throws {
    self = try JSONDecoder().decode(Tool.self, from: Data(command._dumpHelp().utf8)).command
  }

  /// The subcommands that people are shown, without the parser's own `help`.
  var shownSubcommands: [CommandHelp] {
    (subcommands ?? []).filter { $0.shouldDisplay ?? true && $0.commandName != "help" }
  }

  /// What is typed without a name, in order.
  var positionals: [Argument] {
    shownArguments.filter { $0.kind == "positional" }
  }

  /// What has a name, but for the help and the version that every command has.
  var options: [Argument] {
    shownArguments.filter { argument in
      argument.kind != "positional" && !(argument.names ?? []).contains { $0.name == "help" || $0.name == "version" }
    }
  }

  private var shownArguments: [Argument] {
    (arguments ?? []).filter(\.shouldDisplay)
  }
}
