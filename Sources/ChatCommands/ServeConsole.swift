import ChatClient
import ChatServer
import Foundation
import Glibc

/// The operator's commands on the standard input of `chatctl serve`, as the original takes them. The end of the input
/// stops nothing.
final class ServeConsole: Sendable {
  private let console: Console
  private let isTerminal = isatty(STDIN_FILENO) == 1

  /// How long a server in the background waits before it looks at the terminal again, in seconds.
  private static let pause = 1.0

  /// Answers go to `console`.
  init(console: Console) {
    self.console = console
  }

  /// Begins to read, on a thread of its own, because reading a terminal blocks.
  func start(_ server: Server) {
    // A background process that reads the terminal would be stopped (termios(4), "Job control"); so it gets an error,
    // and tries again until it is in the foreground.
    signal(SIGTTIN, SIG_IGN)
    signal(SIGTTOU, SIG_IGN)
    let echo = isTerminal ? EchoSwitch(descriptor: STDIN_FILENO) : nil
    let take = server.makeConsole(isInteractive: isTerminal) { [console] reply in
      echo?.setEcho(!(reply.secret ?? false))
      for line in reply.lines + [reply.question, reply.error].compactMap({ $0 }) {
        console.say(line)
      }
    }
    let thread = Thread { [self] in read(take) }
    thread.name = "chatctl.stdin"
    thread.start()
  }

  private func read(_ take: (ControlRequest) -> Void) {
    let reader = LineReader(descriptor: STDIN_FILENO)
    while true {
      if let line = reader.next() {
        take(ControlRequest(line: line, json: false, interactive: isTerminal))
      } else if isTerminal, tcgetpgrp(STDIN_FILENO) != getpgrp(), tcgetpgrp(STDIN_FILENO) > 0 {
        Thread.sleep(forTimeInterval: Self.pause)
        reader.tryAgain()
      } else {
        return
      }
    }
  }
}
