import ArgumentParser
import ChatServer
import ChatSystem

/// The root of the command line.
public struct ChatCtl: ParsableCommand {
  /// Name, version and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "chatctl",
    abstract: "A chat room of your own: serve it, join it, look after it.",
    discussion: """
      Start a room in one terminal and join it from others:

        chatctl serve
        chatctl connect localhost 1234
      """,
    version: Version.text,
    subcommands: [Serve.self, Connect.self, Admin.self, Backup.self, Log.self, Doctor.self, Generate.self])

  @Flag(help: "Show each part of the executable with its licence.")
  var licenses = false

  /// Made by the parser.
  public init() {}

  /// Shows the licences, or the help where no subcommand is named.
  public func run() throws {
    guard licenses else { throw CleanExit.helpRequest(self) }
    StandardOutput.write(Self.licensesText)
  }
}
