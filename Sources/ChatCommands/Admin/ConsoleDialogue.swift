import ChatCore
import ChatServer
import ChatTerminal
import Glibc

/// The operator's side of the console of `chatctl admin`: from what is typed and what the server says follows what is
/// shown, asked and sent.
struct ConsoleDialogue {
  /// What is to be done, in the order given.
  enum Action: Hashable {
    /// Show these lines.
    case show([String])
    /// Read a line at this prompt.
    case ask(Prompt)
    /// Send this line to the server.
    case send(String)
    /// Give the terminal back and end; with a failure when not all went as it should.
    case end(Failure?)
  }

  private enum State: Hashable {
    /// The next line is a command.
    case ready
    /// This command waits for its answer.
    case waiting(String)
    /// The server has asked something about this command.
    case asked(String)
    /// Nothing follows any more.
    case ended
  }

  /// Where commands are typed.
  static let prompt = Prompt(text: "[admin] ", kind: .command)
  /// What leaves the console. The server never sees these.
  static let farewells = ["quit", "exit"]

  private var state = State.ready

  /// The first actions.
  ///
  /// - Parameter place: the data directory whose server it is.
  func start(at place: String) -> [Action] {
    let greeting =
      "This is the server of \(TerminalSanitizer.line(place)). Type \"help\" to see the commands; \"quit\" leaves."
    return [.show([greeting]), .ask(Self.prompt)]
  }

  /// A line was typed.
  mutating func typed(_ line: String) -> [Action] {
    switch state {
    case .ready where Self.isFarewell(line):
      return end(nil)
    case .ready where AdminVerbs.isRemark(line):
      return [.ask(Self.prompt)]
    case .ready:
      state = .waiting(line)
      return [.send(line)]
    case .asked(let command):
      state = .waiting(command)
      return [.send(line)]
    case .waiting, .ended:
      return []
    }
  }

  /// Ctrl+D, or a terminal that is gone. A question that was not answered changes nothing.
  mutating func inputEnded() -> [Action] {
    end(nil)
  }

  /// Ctrl+C where nothing was typed that it could drop.
  mutating func interrupted() -> [Action] {
    switch state {
    case .ready:
      return [.show(["Type \"quit\" or press Ctrl+D to leave; the server goes on."])]
    case .asked:
      // No question takes an empty answer: the server says that nothing was changed, and is ready for the next command.
      return typed("")
    case .waiting:
      return end(
        Failure(
          message: "you left before the server had answered. \"chatctl admin status\" shows what is so now.",
          code: EX_TEMPFAIL))
    case .ended:
      return []
    }
  }

  /// The server has said something.
  mutating func received(_ reply: ControlReply) -> [Action] {
    guard state != .ended else { return [] }
    if state == .ready, let error = reply.error {
      // Nothing was asked: the server does not want us, and says why.
      return end(Failure(message: error, code: reply.code ?? EXIT_FAILURE))
    }
    var actions: [Action] = []
    let lines = (reply.lines + [reply.error].compactMap { $0 }).flatMap(TerminalSanitizer.lines)
    if !lines.isEmpty {
      actions.append(.show(lines))
    }
    guard case .waiting(let command) = state else { return actions }
    if let question = reply.question {
      state = .asked(command)
      let kind = reply.secret ?? false ? Prompt.Kind.password : .answer
      actions.append(.ask(Prompt(text: TerminalSanitizer.line(question) + " ", kind: kind)))
    } else if reply.code != nil || reply.error != nil {
      state = .ready
      if Self.words(of: command) == ["help"] {
        actions.append(.show([Self.help]))
      }
      actions.append(.ask(Self.prompt))
    }
    return actions
  }

  /// The server has ended the connection; `isBroken` when the connection failed instead.
  mutating func disconnected(isBroken: Bool) -> [Action] {
    switch state {
    case .waiting(let command) where !isBroken && AdminVerbs.isStop(command):
      return end(nil)
    case .waiting(let command):
      return end(Failure(lostDuring: command))
    case .ready, .asked:
      return end(
        Failure(
          message: "the server has stopped. Look at \"chatctl log tail\" for why, or start it with \"chatctl "
            + "serve\".", code: EX_UNAVAILABLE))
    case .ended:
      return []
    }
  }

  private mutating func end(_ failure: Failure?) -> [Action] {
    guard state != .ended else { return [] }
    state = .ended
    return [.end(failure)]
  }

  /// What the server does not know of, below its list.
  private static let help = "Tab completes a line. \"quit\", \"exit\" or Ctrl+D leaves; the server goes on."

  /// Whether `line` leaves the console.
  static func isFarewell(_ line: String) -> Bool {
    guard let word = words(of: line).first, words(of: line).count == 1 else { return false }
    return farewells.contains { word == $0 || word == "/" + $0 }
  }

  private static func words(of line: String) -> [String] {
    line.split { $0 == " " || $0 == "\t" }.map { $0.lowercased() }
  }
}
