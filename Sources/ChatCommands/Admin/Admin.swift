import ArgumentParser
import ChatCore
import ChatServer
import ChatTerminal
import Glibc

/// `chatctl admin …`
struct Admin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "admin",
    abstract: "Steer the running server.",
    discussion: """
      With words, it carries out that one command. Alone on a terminal it is a console: Tab completes commands, parameters \
      and names, the up arrow brings back what was typed before, in earlier runs too, and "quit" leaves. Otherwise, and \
      with --json, it takes commands from standard input, one a line, and stops at the first that is refused unless \
      --keep-going is given.

      \(AdminVerbs.table.help().joined(separator: "\n"))

      "chatctl admin help COMMAND" tells all about one. What puts people out or destroys something is asked before on a \
      terminal, unless --yes says that it is meant.

      The console keeps the last \(LineEditors.historySize) commands, and no password, in \
      $XDG_STATE_HOME/chatctl/admin_history, else in ~/.local/state/chatctl/admin_history.

      Example: chatctl admin set TIME_OUT 500
      """)

  @Argument(
    parsing: .allUnrecognized, help: ArgumentHelp("The command and its arguments.", valueName: "command"),
    completion: .adminWords)
  var words: [String] = []

  @Flag(help: "Print one JSON object for each answer.")
  var json = false

  @Flag(help: "Go on with the next command after one that was refused.")
  var keepGoing = false

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      if isConsole {
        return try AdminConsole.run(data.directory)
      }
      if let word = mistaken {
        let reason = word.isEmpty ? "an argument is empty" : "an option of \"\(word)\" is no word of its own"
        throw Failure(message: "\(reason). Nothing was done.", code: EX_USAGE)
      }
      let talk = try AdminTalk(data.directory, json: json)
      let code = words.isEmpty ? try talk.runScript(keepsGoing: keepGoing) : try talk.run(words.joined(separator: " "))
      guard code != 0 else { return }
      throw Failure(code: code)
    } catch {
      throw error.reported
    }
  }

  /// The first word of which something else would come in a line, where blanks part words: `"$(cat missing)"`,
  /// `'too loud --for 1s'`.
  private var mistaken: String? {
    // A whole line, and what is said to people, is taken as it stands.
    let isText = words.count == 1 || words.first.flatMap(AdminVerbs.table.verb(of:))?.endsInText == true
    // Behind a `--` there are no options.
    let isPlain = words.firstIndex(of: "--") ?? words.endIndex
    return words.enumerated().first { place, word in
      word.isEmpty
        || (place < isPlain && !isText && word.split(separator: " ").dropFirst().contains { $0.hasPrefix("--") })
    }?.element
  }

  /// Whether a person is there who would rather edit lines than write them blindly.
  private var isConsole: Bool {
    words.isEmpty && !json && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
  }
}
