import ChatCore
import ChatServer
import ChatStore
import ChatSystem
import ChatTerminal
import Glibc

/// One conversation with the running server over its control socket, in plain lines: sends them, prints the answers,
/// passes questions on. `AdminConsole` does the same on a terminal.
final class AdminTalk {
  private let client: ControlClient
  private let json: Bool
  private let input = LineReader(descriptor: STDIN_FILENO)
  private let output = Console.output
  private let isTerminal = isatty(STDIN_FILENO) == 1
  /// Once a secret was asked for: a signal must not leave a terminal behind that shows nothing.
  private var signals: SignalWatcher?

  /// Connects to the server of `directory`.
  ///
  /// - Throws: `Failure`.
  init(_ directory: DataDirectory, json: Bool) throws(Failure) {
    self.json = json
    do throws(ControlClient.Failure) {
      client = try ControlClient(directory)
    } catch {
      throw Failure(error)
    }
  }

  /// Carries out one command and returns its exit code.
  ///
  /// - Throws: `Failure` when the server went away.
  func run(_ line: String) throws(Failure) -> Int32 {
    do throws(ControlClient.Failure) {
      try client.send(request(line))
      while let reply = try client.receive() {
        for line in reply.lines {
          output.say(line)
        }
        if let question = reply.question {
          try client.send(request(answer(to: question, isSecret: reply.secret ?? false)))
        } else if let error = reply.error {
          Console.errors.say("chatctl: \(error)")
          return reply.code ?? EXIT_FAILURE
        } else if let code = reply.code {
          return code
        }
      }
    } catch {
      guard case .lost = error else { throw Failure(error) }
      throw Failure(lostDuring: line)
    }
    // A server that has stopped ends the connection without a last word.
    guard AdminVerbs.isStop(line) else { throw Failure(lostDuring: line) }
    return 0
  }

  /// Carries out the lines of standard input, until one is refused or what it answers can't be shown.
  ///
  /// - Returns: the exit code of the first command that was refused; 0 when none was.
  /// - Throws: `Failure` when the server went away.
  func runScript(keepsGoing: Bool) throws(Failure) -> Int32 {
    var result: Int32 = 0
    while let line = input.next() {
      guard !AdminVerbs.isRemark(line) else { continue }
      let code = try run(line)
      if result == 0 {
        result = code
      }
      guard code == 0 || keepsGoing, StandardOutput.failure == nil else { break }
    }
    return result
  }

  private func request(_ line: String) -> ControlRequest {
    ControlRequest(line: line, json: json, interactive: isTerminal)
  }

  /// The next line of standard input; what is secret is not echoed on a terminal.
  private func answer(to question: String, isSecret: Bool) -> String {
    // What is asked is no answer: with --json nothing but JSON goes to standard output.
    let output = json ? Console.errors : output
    guard isSecret, let echo = EchoSwitch(descriptor: STDIN_FILENO) else {
      output.say(question)
      return input.next() ?? ""
    }
    signals =
      signals
      ?? SignalWatcher([SIGINT, SIGQUIT, SIGTERM, SIGHUP], queue: .global()) { number in
        echo.restore()
        exit(128 + number)
      }
    echo.setEcho(false)
    defer { echo.restore() }
    output.say(question)
    return input.next() ?? ""
  }
}
