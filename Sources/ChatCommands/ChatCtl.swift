import ArgumentParser
import ChatServer

/// The root of the command line.
public struct ChatCtl: ParsableCommand {
  /// Name, version and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "chatctl",
    abstract: "A chat room of your own: serve it, join it, look after it.",
    discussion: """
      Start a room in one terminal and join it from others:

        chatctl serve 1234
        chatctl connect localhost 1234
      """,
    version: "chatctl \(Version.current)",
    subcommands: [Serve.self, Connect.self, Admin.self, Backup.self, Log.self, Doctor.self, Generate.self])

  /// Made by the parser.
  public init() {}
}
