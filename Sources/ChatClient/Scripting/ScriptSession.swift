import ChatCore
import ChatNet
import ChatSystem
import ChatTerminal
import ChatWire
import Dispatch
import Glibc

/// `chatctl connect` where no person types: ties the scripted conversation to the standard streams and the connection.
///
/// Nothing but data goes to standard output; what there is to tell goes to standard error.
public final class ScriptSession: @unchecked Sendable {  // `queue` protects it (asserted).
  /// So many lines may wait to be written before frames are read more slowly.
  private static let mostUnwritten = 512
  /// How long the last lines may take after a signal, in seconds: their reader may have stopped reading.
  private static let longestFinish = 2.0

  private let queue: DispatchQueue
  private let options: ConnectOptions
  private let link: ServerLink
  private let reader = ScriptReader(descriptor: STDIN_FILENO)
  private let writer = ScriptWriter(descriptor: STDOUT_FILENO)
  private let finished: @Sendable (ExitCode) -> Void
  private var conversation: ScriptedConversation
  private var gatekeeper: Gatekeeper?
  private var signals: SignalWatcher?
  private let alarm: SessionAlarm
  /// Lines on their way to standard output.
  private var unwritten = 0
  /// Frames whose lines are among them, and that the link does not know to be dealt with.
  private var withheld = 0
  private var wasInterrupted = false
  private var hasEnded = false

  /// Runs `script` at the server that `options` say, and returns when it has ended. On the main thread, once.
  ///
  /// - Returns: the code that the process is to end with.
  public static func run(_ options: ConnectOptions, _ script: ScriptOptions) -> ExitCode {
    SessionOutcome.of { (queue, finished) throws(NetError) in
      let session = try ScriptSession(options, script, queue: queue, finished: finished)
      session.perform([.open])
      return session
    }
  }

  private init(
    _ options: ConnectOptions, _ script: ScriptOptions, queue: DispatchQueue,
    finished: @escaping @Sendable (ExitCode) -> Void
  ) throws(NetError) {
    dispatchPrecondition(condition: .onQueue(queue))
    link = try ServerLink(consumer: queue)
    self.queue = queue
    self.options = options
    self.finished = finished
    conversation = ScriptedConversation(
      script, run: .random(in: 0 ... .max), software: options.software, isPlaintext: options.trust == nil)
    gatekeeper = options.gatekeeper(isInteractive: false)
    alarm = SessionAlarm(queue: queue)
    alarm.connect { [weak self] in self?.step { $0.timePassed(at: $1) } }
    link.tell { [weak self] in self?.happened($0) }
    signals = SignalWatcher([SIGINT, SIGQUIT, SIGTERM, SIGHUP], queue: queue) { [weak self] _ in self?.interrupted() }
  }

  // MARK: - What happens

  private func happened(_ news: ServerLink.News) {
    dispatchPrecondition(condition: .onQueue(queue))
    switch news {
    case .connected:
      step { $0.connected(at: $1) }
    case .unreachable(let sentence):
      step { $0.unreachable(sentence, at: $1) }
    case .untrusted(let sentence):
      step { conversation, _ in conversation.untrusted(sentence) }
    case .frames(let frames):
      for frame in frames {
        step { $0.received(frame, at: $1) }
      }
      withheld += frames.count
      readOn()
    case .lost(let loss):
      step { $0.connectionLost(loss, at: $1) }
    }
  }

  private func interrupted() {
    dispatchPrecondition(condition: .onQueue(queue))
    wasInterrupted = true
    step { $0.interrupted(at: $1) }
  }

  private func written(_ isWritten: Bool, _ id: EntryID?) {
    dispatchPrecondition(condition: .onQueue(queue))
    unwritten -= 1
    readOn()
    if !isWritten {
      step { $0.outputFailed(at: $1) }
    } else if let id {
      step { $0.written(id, at: $1) }
    }
  }

  private func readOn() {
    guard unwritten < Self.mostUnwritten, withheld > 0 else { return }
    link.dealtWith(withheld)
    withheld = 0
  }

  private func step(_ body: (inout ScriptedConversation, Uptime) -> [ScriptAction]) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !hasEnded else { return }
    perform(body(&conversation, .now))
  }

  // MARK: - What is done

  private func perform(_ actions: [ScriptAction]) {
    for action in actions where !hasEnded {
      switch action {
      case .open: link.open(host: options.host, port: options.port, security: security)
      case .send(let frame): link.send(frame)
      case .read: read()
      case .write(let line, let id): write(line, showing: id)
      case .notice(let sentence): TerminalOutput.complain(sentence)
      case .exit(let code): end(code)
      }
    }
    if !hasEnded { alarm.set(conversation.deadline) }
  }

  private func read() {
    reader.read(on: queue) { [weak self] bytes in
      self?.step { $0.read(bytes, at: $1) }
    }
  }

  private func write(_ line: String, showing id: EntryID?) {
    unwritten += 1
    writer.write(line, on: queue) { [weak self] in self?.written($0, id) }
  }

  private var security: LinkSecurity {
    guard options.trust != nil else { return .plaintext }
    return .tls { [weak self, queue] identity, decide in
      queue.async { [weak self] in
        switch self?.gatekeeper?.judge(identity) {
        case .trusted(let notices):
          notices.forEach(TerminalOutput.complain)
          decide(.trusted)
        case .refused(let reason), .ask(let reason):
          // Nobody is there to be asked.
          decide(.refused(reason))
        case nil:
          decide(.refused("the program has ended"))
        }
      }
    }
  }

  private func end(_ code: ExitCode) {
    guard !hasEnded else { return }
    hasEnded = true
    alarm.cancel()
    signals = nil
    link.close()
    writer.finish { [finished] in finished(code) }
    if wasInterrupted {
      queue.asyncAfter(deadline: .now() + Self.longestFinish) { [finished] in finished(code) }
    }
  }
}
