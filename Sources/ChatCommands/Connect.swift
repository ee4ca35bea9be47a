import ArgumentParser
import ChatClient
import ChatCore
import ChatServer

/// `chatctl connect HOST PORT`
struct Connect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Join a chat room.",
    discussion: """
      Talks on the terminal; in a pipe it reads a line only after the one before it is answered. Files that are fetched
      are saved in the directory it was started in.

      Example: chatctl connect localhost 1234
      """)

  @Argument(help: "The server's name or address.")
  var host: String

  @Argument(help: "The server's port.")
  var port: UInt16

  func validate() throws {
    guard port > 0 else { throw ValidationError("The port is a number from 1 to 65535.") }
  }

  func run() throws {
    let code = ConnectSession.run(ConnectOptions(host: host, port: port, software: Version.software))
    guard code == .done else { throw ArgumentParser.ExitCode(code.rawValue) }
  }
}
