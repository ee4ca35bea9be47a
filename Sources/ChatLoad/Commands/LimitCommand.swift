import ArgumentParser
import ChatNet
import Glibc

/// `chatload limit`
struct LimitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limit",
    abstract: "Run a bare fan-out server: what the machine can do at best.",
    discussion: """
      One epoll loop that hands the frames of "chatload fanout" on, and does nothing else: no rules, no disk, no TLS. \
      Everybody may log in. Prints its port, and serves until it is stopped.

      Example: chatload limit
      """)

  @Argument(help: "The port to listen on; 0 takes a free one.")
  var port: UInt16 = 0

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    do throws(NetError) {
      let server = try LimitServer(port: port)
      print("listening on \(server.address)")
      fflush(nil)
      server.run()
    } catch {
      throw LoadError(error.description)
    }
  }
}
