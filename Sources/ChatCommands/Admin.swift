import ArgumentParser
import ChatCore
import ChatServer
import Glibc

/// `chatctl admin …`
struct Admin: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Steer the running server.",
    discussion: """
      With words, it carries out that one command. Without, it takes commands from standard input, one a line, and stops \
      at the first that is refused unless --keep-going is given.

      \(AdminTable.help().joined(separator: "\n"))

      Example: chatctl admin set TIME_OUT 500
      """)

  @Argument(parsing: .allUnrecognized, help: ArgumentHelp("The command and its arguments.", valueName: "command"))
  var words: [String] = []

  @Flag(help: "Print one JSON object for each answer.")
  var json = false

  @Flag(help: "Go on with the next command after one that was refused.")
  var keepGoing = false

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      let talk = try AdminTalk(data.directory, json: json)
      let code = words.isEmpty ? try talk.runScript(keepsGoing: keepGoing) : try talk.run(words.joined(separator: " "))
      guard code != 0 else { return }
      throw Failure(code: code)
    } catch {
      throw error.reported
    }
  }
}
