import ChatCore
import ChatServer
import ChatStore
import ChatSystem
import ChatTerminal
import Dispatch
import Glibc

/// `chatctl admin` alone on a terminal: ties the dialogue to the line editor, the history and the running server.
final class AdminConsole: @unchecked Sendable {  // `queue` protects it (asserted).
  private let queue: DispatchQueue
  private let directory: DataDirectory
  private let client: ControlClient
  private let editor: any LineEditor
  private let ended: @Sendable () -> Void
  private var dialogue = ConsoleDialogue()
  private var history: CommandHistory
  private var signals: SignalWatcher?
  /// What the process ends with.
  private var failure: Failure?

  /// Runs a console on the process's terminal until it is left. On the main thread, once.
  ///
  /// - Throws: `Failure` when there is no server, or when it went away.
  static func run(_ directory: DataDirectory) throws(Failure) {
    SignalWatcher.ignoreBrokenPipes()
    let client: ControlClient
    do throws(ControlClient.Failure) {
      client = try ControlClient(directory)
    } catch {
      throw Failure(error)
    }
    let queue = DispatchQueue(label: "chatctl.admin.console")
    let end = DispatchSemaphore(value: 0)
    let console = queue.sync { AdminConsole(client, of: directory, queue: queue) { end.signal() } }
    queue.async { console.start() }
    end.wait()
    if let failure = queue.sync(execute: { console.failure }) {
      throw failure
    }
  }

  private init(
    _ client: ControlClient, of directory: DataDirectory, queue: DispatchQueue, ended: @escaping @Sendable () -> Void
  ) {
    dispatchPrecondition(condition: .onQueue(queue))
    self.client = client
    self.directory = directory
    self.queue = queue
    self.ended = ended
    history = CommandHistory(path: HistoryFile.path(of: "admin_history"))
    editor = LineEditors.open(
      input: STDIN_FILENO, output: STDOUT_FILENO, history: history.lines, queue: queue)
    editor.delegate = self
    signals = SignalWatcher([SIGINT, SIGQUIT, SIGTERM, SIGHUP], queue: queue) { [weak self] in self?.signalled($0) }
  }

  private func start() {
    dispatchPrecondition(condition: .onQueue(queue))
    tellLostHistory()
    perform(dialogue.start(at: directory.path))
    listen()
  }

  /// Waits for what the server says, on a queue of its own, because receiving blocks.
  private func listen() {
    DispatchQueue(label: "chatctl.admin.replies").async { [self] in
      var isBroken = false
      do throws(ControlClient.Failure) {
        while let reply = try client.receive() {
          queue.async { [self] in step { $0.received(reply) } }
        }
      } catch {
        isBroken = true
      }
      queue.async { [self, isBroken] in step { $0.disconnected(isBroken: isBroken) } }
    }
  }

  private func signalled(_ signal: Int32) {
    switch signal {
    case SIGINT where editor.discardText(): break
    case SIGINT: step { $0.interrupted() }
    default: step { $0.inputEnded() }
    }
  }

  private func step(_ body: (inout ConsoleDialogue) -> [ConsoleDialogue.Action]) {
    dispatchPrecondition(condition: .onQueue(queue))
    perform(body(&dialogue))
  }

  private func perform(_ actions: [ConsoleDialogue.Action]) {
    for action in actions {
      switch action {
      case .show(let lines):
        editor.show(lines)
      case .ask(let prompt):
        editor.show(prompt: prompt)
        editor.takeLine()
      case .send(let line):
        send(line)
      case .end(let failure):
        self.failure = self.failure ?? failure
        signals = nil
        editor.close()
        ended()
      }
    }
  }

  private func send(_ line: String) {
    do throws(ControlClient.Failure) {
      try client.send(ControlRequest(line: line, json: false, interactive: true))
    } catch {
      step { $0.disconnected(isBroken: true) }
    }
  }

  private func tellLostHistory() {
    guard let notice = history.takeNotice() else { return }
    editor.show([TerminalSanitizer.line(notice)])
  }
}

extension AdminConsole: LineEditorDelegate {
  func typed(_ line: String) {
    step { $0.typed(line) }
  }

  func inputEnded() {
    step { $0.inputEnded() }
  }

  func outputFailed() {
    failure = failure ?? Failure(code: EX_IOERR)
    step { $0.inputEnded() }
  }

  func completion(for text: String) -> Completion {
    var words = AdminCandidates(of: directory).words(completing: text)
    if !text.contains(where: { $0 == " " || $0 == "\t" }) {
      words += ConsoleDialogue.farewells
    }
    return .words(words)
  }

  func remembered(_ line: String) {
    history.append(line)
    tellLostHistory()
  }

  func mayRemember(_ line: String) -> Bool {
    !AdminVerbs.isRemark(line) && !ConsoleDialogue.isFarewell(line) && !AdminVerbs.mayHoldPassword(line)
  }
}
