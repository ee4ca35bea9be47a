import ChatCore
import ChatNet
import ChatSystem
import ChatTerminal
import ChatWire
import Dispatch
import Glibc

/// `chatctl connect`: ties the conversation to the terminal, the connection and the transfers, until it ends.
public final class ConnectSession: @unchecked Sendable {  // `queue` protects it (asserted).
  let queue: DispatchQueue
  let options: ConnectOptions
  let editor: any LineEditor
  private let link: ServerLink
  private let finished: @Sendable (ExitCode) -> Void
  var conversation: Conversation
  /// The commands that were typed; nothing of what is answered, such as names and passwords.
  var history: CommandHistory
  /// Decides about the server's key; nil when the connection is in clear.
  var gatekeeper: Gatekeeper?
  var trustQuestion: TrustQuestion?
  /// Whether a server that has gone while the person thought about its key is called again.
  var mayOpenAgain = false
  var transfers: TransferDesk?
  var meter = TransferMeter()
  /// What is kept in sight while the connection is lost.
  private(set) var absence: String?
  private var signals: SignalWatcher?
  private let alarm: SessionAlarm
  var progressTimer: (any DispatchSourceTimer)?
  /// What is told about what goes on while no transfer runs.
  private(set) var receipts: String?
  private let output: Int32
  /// Set when what is shown can't be written any more.
  var outputHasFailed = false
  private(set) var hasEnded = false

  /// Runs a session on the process's terminal or pipes and returns when it has ended. On the main thread, once.
  ///
  /// What it shows goes to standard output; why the server could not be reached goes to standard error.
  ///
  /// - Returns: the code that the process is to end with.
  public static func run(_ options: ConnectOptions) -> ExitCode {
    // Read by setting it, which is only safe while no other thread creates files.
    let mask = umask(0o077)
    umask(mask)
    return SessionOutcome.of { (queue, finished) throws(NetError) in
      let session = try ConnectSession(
        options, input: STDIN_FILENO, output: STDOUT_FILENO, umask: mask, queue: queue, finished: finished)
      session.start()
      return session
    }
  }

  /// A session on `input` and `output`; readline when both are terminals. On `queue`.
  ///
  /// - Parameter finished: called once, on `queue`, when all is restored and the process may end.
  init(
    _ options: ConnectOptions, input: Int32, output: Int32, umask: UInt32, queue: DispatchQueue,
    finished: @escaping @Sendable (ExitCode) -> Void
  ) throws(NetError) {
    dispatchPrecondition(condition: .onQueue(queue))
    link = try ServerLink(consumer: queue)
    self.queue = queue
    self.options = options
    self.output = output
    alarm = SessionAlarm(queue: queue)
    self.finished = finished
    let isTerminal = LineEditors.isTerminal(input: input, output: output)
    history = options.history.map { isTerminal ? CommandHistory(path: $0) : CommandHistory() } ?? CommandHistory()
    let editor = LineEditors.open(input: input, output: output, history: history.lines, queue: queue)
    self.editor = editor
    conversation = Conversation(
      run: .random(in: 0 ... .max), software: options.software, pace: editor.isTerminal ? .ahead : .oneAtATime,
      // Also where only the output goes elsewhere.
      asksAgain: isatty(input) == 1,
      isPlaintext: options.trust == nil,
      retryFor: editor.isTerminal || options.reconnects ? options.retryFor : 0,
      style: MessageStyle(options.reading, isTerminal: editor.isTerminal) { name in
        getenv(name).map { String(cString: $0) }
      }, credentials: options.credentials)
    gatekeeper = options.gatekeeper(isInteractive: editor.isTerminal)
    alarm.connect { [weak self] in self?.step { $0.timePassed(at: $1) } }
    transfers = TransferDesk(
      queue: queue, directory: options.directory, umask: umask,
      send: { [link] frame in
        if case .credit = frame { link.send(frame) } else { link.sendBulk(frame) }
      },
      tell: { [weak self] ticket, news in self?.step { $0.transfer(ticket, news, at: $1) } })
    link.tell { [weak self] in self?.happened($0) }
    editor.delegate = self
    signals = SignalWatcher([SIGINT, SIGQUIT, SIGTERM, SIGHUP], queue: queue) { [weak self] in self?.signalled($0) }
  }

  /// Looks for the server. On `queue`, once.
  func start() {
    dispatchPrecondition(condition: .onQueue(queue))
    tellLostHistory()
    open()
  }

  func open() {
    link.open(host: options.host, port: options.port, security: security)
  }

  // MARK: - What happens

  private func happened(_ news: ServerLink.News) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !hasEnded else { return }
    switch news {
    case .connected:
      step { $0.connected(at: $1) }
    case .unreachable where trustQuestion != nil:
      trustQuestion?.isConnectionGone = true
    case .unreachable where mayOpenAgain, .lost where mayOpenAgain:
      mayOpenAgain = false
      open()
    case .untrusted(let sentence):
      endUntrusted(sentence)
    case .unreachable where conversation.isAbsent:
      step { $0.connectionLost(.closed, at: $1) }
    case .unreachable(let sentence):
      editor.close()
      TerminalOutput.complain(sentence)
      end(.unreachable)
    case .frames(let frames):
      mayOpenAgain = false
      received(frames)
      link.dealtWith(frames.count)
    case .lost(let loss):
      step { $0.connectionLost(loss, at: $1) }
    }
  }

  private func received(_ frames: [ServerFrame]) {
    // What many frames show is shown at once: a terminal redraws its prompt once for all of them.
    var actions: [ConversationAction] = []
    for frame in frames {
      switch frame {
      case .chunk, .endOfFile, .credit:
        perform(actions)
        actions = []
        transfers?.received(frame)
      default:
        actions += conversation.received(frame, at: .now)
      }
    }
    perform(actions)
  }

  private func signalled(_ signal: Int32) {
    guard !refuseTrust() else { return }
    switch signal {
    case SIGHUP:
      step { $0.windowClosed(at: $1) }
    case SIGINT where editor.discardText():
      break
    case SIGINT:
      step { $0.interrupted(at: $1) }
    default:
      step { $0.terminated(at: $1) }
    }
  }

  func step(_ body: (inout Conversation, Uptime) -> [ConversationAction]) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !hasEnded else { return }
    perform(body(&conversation, .now))
  }

  // MARK: - What is done

  private func perform(_ actions: [ConversationAction]) {
    var lines: [String] = []
    for action in actions where !hasEnded {
      if case .show(let more) = action {
        lines += more
        continue
      }
      showNow(&lines)
      perform(action)
    }
    showNow(&lines)
    if !hasEnded { alarm.set(conversation.deadline) }
  }

  private func showNow(_ lines: inout [String]) {
    guard !lines.isEmpty else { return }
    editor.show(lines)
    lines = []
  }

  private func perform(_ action: ConversationAction) {
    switch action {
    case .show(let lines): editor.show(lines)
    case .prompt(let prompt): editor.show(prompt: prompt)
    case .takeLine: editor.takeLine()
    case .status(let line):
      absence = line
      showProgress()
    case .receipts(let line):
      receipts = line
      showProgress()
    case .ring: ring()
    case .connect: open()
    case .send(let frame): link.send(frame)
    case .transfer(let action): perform(action)
    case .notice(let lines): notice(lines)
    case .exit(let code): end(code)
    }
  }

  private func perform(_ action: TransferAction) {
    switch action {
    case .openFile(let ticket, let path):
      transfers?.open(ticket, path: path)
      watchProgress()
    case .upload(let ticket, let id, let offset, let credit):
      transfers?.upload(ticket, id, from: offset, credit: credit)
    case .download(let ticket, let file):
      transfers?.download(ticket, file)
      watchProgress()
    case .pause(let ticket): transfers?.pause(ticket)
    case .goOnDownloading(let ticket, let id): transfers?.goOnDownloading(ticket, id)
    case .listTransfers(let list): editor.show(progress(of: list).map(\.line))
    case .abandon(let ticket):
      transfers?.abandon(ticket)
      // Its bar goes before the next line is shown.
      if editor.isTerminal { showProgress() }
    }
  }

  /// BEL moves nothing on the screen, so that the editor need not know of it.
  private func ring() {
    guard !hasEnded, !TerminalOutput(descriptor: output).write("\u{7}") else { return }
    queue.async { [weak self] in self?.outputFailed() }
  }

  /// Ends because the server may be another one than the person means; `reason` is told on standard error.
  func endUntrusted(_ reason: String) {
    guard !hasEnded else { return }
    editor.close()
    TerminalOutput.complain(reason)
    end(.notPermitted)
  }

  private func end(_ code: ExitCode) {
    guard !hasEnded else { return }
    hasEnded = true
    transfers?.abandonAll()
    transfers = nil
    progressTimer?.cancel()
    alarm.cancel()
    signals = nil
    editor.close()
    link.close()
    // Why it went counts more than whether the server has confirmed that.
    finished(outputHasFailed && (code == .done || code == .unreachable) ? .outputFailed : code)
  }
}
