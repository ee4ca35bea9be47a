import ChatServer
import ChatSystem
import ChatTerminal
import Dispatch
import Glibc

/// The operator's commands on the standard input of `chatctl serve`, as the original takes them. The end of the input
/// stops nothing.
final class ServeConsole: Sendable {
  private let console: Console
  /// Whether a person types there.
  let isTerminal = isatty(STDIN_FILENO) == 1
  private let echo = EchoSwitch(descriptor: STDIN_FILENO)
  private let state = Locked(State())

  private struct State {
    /// Whether a secret is being typed. The terminal is touched when this changes and at no other time: in the background
    /// it belongs to another program.
    var isHidden = false
  }

  /// How long a server in the background waits before it looks at the terminal again, in seconds.
  private static let pause: UInt32 = 1

  /// Answers go to `console`.
  init(console: Console) {
    self.console = console
  }

  /// Begins to read, on a queue of its own, because reading a terminal blocks.
  func start(_ server: Server) {
    // A background process that reads the terminal would be stopped (termios(4), "Job control"); so it gets an error,
    // and tries again until it is in the foreground.
    signal(SIGTTIN, SIG_IGN)
    signal(SIGTTOU, SIG_IGN)
    let take = server.makeConsole(isInteractive: isTerminal) { [self] reply in
      note(isSecret: reply.secret ?? false)
      for line in reply.lines + [reply.question, reply.error].compactMap({ $0 }) {
        console.say(line)
      }
    }
    DispatchQueue(label: "chatctl.stdin").async { [self] in read(take) }
  }

  /// Gives the terminal back as it was found, whatever was being asked. From any queue, as the last thing.
  func restore() {
    note(isSecret: false)
  }

  private func note(isSecret: Bool) {
    state.withLock { state in
      guard isSecret != state.isHidden else { return }
      state.isHidden = isSecret
      echo?.setEcho(!isSecret)
    }
  }

  private func read(_ take: (ControlRequest) -> Void) {
    let reader = LineReader(descriptor: STDIN_FILENO)
    while true {
      if let line = reader.next() {
        take(ControlRequest(line: line, json: false, interactive: isTerminal))
      } else if isTerminal, tcgetpgrp(STDIN_FILENO) != getpgrp(), tcgetpgrp(STDIN_FILENO) > 0 {
        sleep(Self.pause)
        reader.tryAgain()
      } else {
        return
      }
    }
  }
}
