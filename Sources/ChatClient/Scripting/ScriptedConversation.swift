import ChatCore
import ChatWire

/// A thing that a scripted conversation wants done, in the order given.
enum ScriptAction: Equatable, Sendable {
  /// Look for the server again.
  case open
  /// Send this frame.
  case send(ClientFrame)
  /// Read some more of standard input.
  case read
  /// Write this line to standard output. The message of this id, if any, is shown by that.
  case write(String, showing: EntryID?)
  /// Tell this sentence on standard error.
  case notice(String)
  /// End the program with this code.
  case exit(ExitCode)
}

/// The conversation that a program has at `chatctl connect`: logs in by itself, sends what it reads, tells what comes as
/// data, and ends by itself. A pure state machine: time is passed in, what is to be done comes out as actions.
///
/// A message that was not written is not acknowledged, and comes again at the next log-in, unless what was missed is
/// skipped.
struct ScriptedConversation {
  /// A source of what is sent.
  enum Source {
    case nothing
    case text(BodyCutter, to: ScriptOptions.Audience)
    case requests(RequestLineCutter, stays: Bool)
  }

  /// A reason for a request: what its answer is for.
  enum Purpose: Hashable {
    /// It was read as text, for this person; nil for everybody.
    case text(to: String?)
    /// It was read as a line of JSON, with this tag.
    case line(tag: RequestTag?)
    /// To learn how far somebody has been shown what was sent.
    case delivery
    /// To learn where the last messages to this person stand in the log.
    case place(of: String)
  }

  typealias Session = ClientSession<Purpose>

  let options: ScriptOptions
  let run: UInt64
  var session: Session
  var source: Source
  /// True while some of the input is being read.
  var isReading = false
  /// True when no more of it is wanted.
  var isInputOver: Bool
  /// The count of lines of JSON that have come.
  var lineCount = 0
  /// The count of messages that are stored, by the name they went to; everybody's without one.
  var storedCounts: [String?: Int] = [:]
  /// Why the first message that was refused was, until it is told: when all that was sent is answered.
  var firstRefusal: Refusal?
  var receipts = Receipts()
  /// True when the server was asked on this connection how far the receivers are.
  var hasAskedForReceipts = false

  /// True when all that had been missed before the first log-in has come.
  var hasCaughtUp = false
  /// The count of messages on their way to standard output.
  var unwritten = 0
  /// True when a message was neither written nor skipped: nothing after it is acknowledged.
  var hasUnshown = false
  /// True when the expected message has come.
  var hasMatched = false

  /// The end of the program when everything that was sent is answered, whatever is waited for besides.
  var verdict: ExitCode?
  /// The end of the program when the farewell is answered, or need not be.
  var farewellCode = ExitCode.done
  /// When the answers to what was sent are waited for no longer, after a signal.
  var interruption: Uptime?
  /// When everything was sent, and only others were waited for.
  var waitingSince: Uptime?
  /// True when it was told that the connection is lost, and not yet that it is back.
  var hasLost = false

  /// A conversation whose server is being looked for.
  ///
  /// - Parameters:
  ///   - run: 64 random bits that name this run of the program.
  ///   - software: name and version of this program, for the server's log.
  ///   - isPlaintext: whether the connection is not encrypted, which may be the server's reason to say nothing.
  init(_ options: ScriptOptions, run: UInt64, software: String, isPlaintext: Bool = false) {
    self.options = options
    self.run = run
    session = Session(
      ClientHello(software: software, run: run), isPlaintext: isPlaintext, retryFor: options.retryFor)
    switch options.input {
    case .none: source = .nothing
    case .text(let audience, let isWhole): source = .text(BodyCutter(isWhole: isWhole), to: audience)
    case .requests(let stays): source = .requests(RequestLineCutter(), stays: stays)
    }
    isInputOver = options.input == .none
  }

  /// True where events are written.
  var speaksJSON: Bool {
    if case .requests = options.input { true } else { false }
  }

  /// When `timePassed` wants to be called; nil when nothing waits for a time.
  var deadline: Uptime? {
    switch session.stage {
    case .ended: nil
    case .leaving: session.deadline
    default: [session.deadline, timeoutDeadline, interruption].compactMap(\.self).min()
    }
  }

  private var timeoutDeadline: Uptime? {
    guard let waitingSince, let timeout = options.timeout else { return nil }
    return waitingSince.advanced(bySeconds: timeout)
  }

  // MARK: - What happens

  /// The connection is there.
  mutating func connected(at now: Uptime) -> [ScriptAction] {
    follow(session.connected(), at: now)
  }

  /// The server sent `frame`.
  mutating func received(_ frame: ServerFrame, at now: Uptime) -> [ScriptAction] {
    follow(session.received(frame, at: now), at: now) + goOn(at: now)
  }

  /// The connection is gone.
  mutating func connectionLost(_ cause: ConnectionLoss, at now: Uptime) -> [ScriptAction] {
    follow(session.connectionLost(cause, at: now), at: now)
  }

  /// No address of the server could be reached, for the reason that `sentence` says.
  mutating func unreachable(_ sentence: String, at now: Uptime) -> [ScriptAction] {
    session.retryEnd != nil ? connectionLost(.closed, at: now) : end(.unreachable, [sentence])
  }

  /// The server's key is not the right one, for the reason that `sentence` says.
  mutating func untrusted(_ sentence: String) -> [ScriptAction] {
    end(.notPermitted, [sentence])
  }

  /// `deadline` has come.
  mutating func timePassed(at now: Uptime) -> [ScriptAction] {
    let outputs = session.timePassed(at: now)
    guard outputs.isEmpty, !session.isLeaving else { return follow(outputs, at: now) }
    if let timeoutDeadline, timeoutDeadline <= now, let timeout = options.timeout {
      waitingSince = nil
      return [.notice(ScriptWords.timeout(timeout, isForDelivery: options.expectation == nil || hasMatched))]
        + leave(.refused, at: now)
    }
    if let interruption, interruption <= now {
      return leave(verdict ?? .refused, at: now)
    }
    return []
  }

  /// A signal asks the program to end.
  mutating func interrupted(at now: Uptime) -> [ScriptAction] {
    if session.isLeaving { return follow(session.stopWaiting(), at: now) }
    guard session.isMember, interruption == nil else {
      // The second signal, or nothing that could be said to the server.
      return end(speaksJSON ? .done : .refused)
    }
    isInputOver = true
    verdict = verdict ?? (speaksJSON ? .done : .refused)
    interruption = now.advanced(bySeconds: Session.longestSilence)
    session.retryFor = 0
    return goOn(at: now)
  }

  /// Ends, because lines can't be written any more.
  mutating func outputFailed(at now: Uptime) -> [ScriptAction] {
    isInputOver = true
    return leave(.outputFailed, at: now)
  }

  // MARK: - What the session says

  /// Does what the session wants, and tells what it tells.
  mutating func follow(_ outputs: [Session.Output], at now: Uptime) -> [ScriptAction] {
    var actions: [ScriptAction] = []
    for output in outputs {
      switch output {
      case .connect:
        actions.append(.open)
      case .send(let frame):
        actions.append(.send(frame))
      case .logInWanted:
        actions += follow(session.logIn(name: options.name, password: options.password), at: now)
      case .welcomed(let name, _):
        hasAskedForReceipts = false
        if hasLost { actions.append(.notice(ScriptWords.back)) }
        hasLost = false
        if speaksJSON { actions.append(.write(EventLine.welcome(name), showing: nil)) }
      case .answered(let request, let reply):
        actions += answered(request, reply)
      case .event(let event):
        actions += happened(event, at: now)
      case .lost:
        hasLost = true
        if speaksJSON { actions.append(.write(EventLine.disconnected, showing: nil)) }
        actions.append(.notice(ScriptWords.lost))
      case .attemptFailed, .farewellLate:
        break
      case .ended(let ending):
        actions += ended(ending)
      }
    }
    return actions
  }

  private mutating func ended(_ ending: Session.Ending) -> [ScriptAction] {
    switch ending {
    case .refused(let refusal):
      return end(.refused, [refusal.sentence])
    case .otherVersion(let version):
      return end(.refused, [Words.otherVersion(version)])
    case .logInRefused(let refusal):
      let failure = LogInFailure(refusal, name: options.name)
      return end(failure.code, [failure.sentence])
    case .lost where session.announced != nil:
      return end(.refused)
    case .lost(let cause, let mayBeEncrypted):
      return end(.unreachable, [cause.sentence] + (mayBeEncrypted ? [Words.withoutPlaintext] : []))
    case .givenUp:
      return end(.unreachable, [ScriptWords.givenUp])
    case .left(_, let doubt?) where farewellCode == .done:
      // A member who may count as online still has not left with success.
      return end(.unreachable, [doubt == .lost ? ScriptWords.farewellLost : ScriptWords.farewellUnanswered])
    case .left:
      return end(farewellCode)
    }
  }

  // MARK: - Ending

  /// Tells the server that the program goes.
  mutating func leave(_ code: ExitCode, at now: Uptime) -> [ScriptAction] {
    guard !session.isLeaving else { return [] }
    farewellCode = code
    let isHurried = interruption != nil || code == .outputFailed
    return follow(session.leave(.quit, isHurried: isHurried, at: now), at: now)
  }

  private mutating func end(_ code: ExitCode, _ notices: [String] = []) -> [ScriptAction] {
    session.end()
    return (refusalNotice + notices).map { .notice($0) } + unknownOutcome(in: code)
  }

  private var refusalNotice: [String] {
    guard let firstRefusal else { return [] }
    var names: [String?] = [nil]
    if case .text(_, to: .people(let people)) = source, people.count > 1 { names = people }
    let stored = names.map { name in
      (name: name, count: name == nil ? storedCounts.values.reduce(0, +) : storedCounts[name, default: 0])
    }
    return [ScriptWords.refused(firstRefusal, stored: stored)]
  }

  private func unknownOutcome(in code: ExitCode) -> [ScriptAction] {
    let changes = session.pending.values.filter(\.request.isChange)
    guard !changes.isEmpty, code != .notPermitted else { return [.exit(code)] }
    // What was sent on an earlier connection, too, may have been carried out there.
    if session.announced == .stopping(isSettled: true), !changes.contains(where: \.wasSentBefore) {
      return [.notice(ScriptWords.notStored(changes.count)), .exit(code == .done ? .refused : code)]
    }
    return [.notice(ScriptWords.unanswered(changes.count)), .exit(code == .outputFailed ? code : .outcomeUnknown)]
  }
}
