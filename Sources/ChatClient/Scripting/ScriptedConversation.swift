import ChatCore
import ChatWire

/// The conversation that a program has at `chatctl connect`: logs in by itself, sends what it reads, tells what comes as
/// data, and ends by itself. A pure state machine: time is passed in, what is to be done comes out as actions.
///
/// What was not written is not acknowledged, and comes again at the next log-in, unless missed messages are skipped.
struct ScriptedConversation {
  /// Where the connection is.
  enum Stage {
    /// The server is looked for.
    case connecting
    /// The hello is on its way.
    case greeting
    /// The password, or the token, is on its way as this request.
    case loggingIn(number: UInt64)
    /// The server would not let a lost member in again yet; it is asked anew then.
    case knocking(until: Uptime)
    /// Logged in.
    case member
    /// The connection is lost; it is tried again then.
    case pausing(until: Uptime)
    /// The farewell is on its way; at `deadline`, if there is one, its answer is not waited for any longer.
    case leaving(ExitCode, deadline: Uptime?)
    /// The program ends.
    case ended
  }

  /// What is read.
  enum Source {
    case nothing
    case text(BodyCutter, to: ScriptOptions.Audience)
    case requests(RequestLineCutter, stays: Bool)
  }

  /// What the answer to a request is for.
  enum Purpose {
    /// It was read as text, for this person; nil for everybody.
    case text(to: String?)
    /// It was read as a line of JSON, with this tag.
    case line(tag: RequestTag?)
    /// How far somebody has been shown what was sent.
    case delivery
    /// Where the last messages to this person stand in the log.
    case place(of: String)
    /// Something to come back with.
    case token
  }

  /// The server says that it closes the connection.
  enum Announcement {
    /// Because it stops, or because of TIME_OUT: who comes back is welcome.
    case stops
    /// Because this member is not wanted.
    case putOut
  }

  /// A request whose answer has not come.
  struct Pending {
    let number: UInt64
    let request: Request
    let purpose: Purpose
    /// Whether it was sent on an earlier connection, too.
    var wasSentBefore = false
  }

  /// The most requests that may wait for their answers before more is read: half of what the server reads on with.
  static let mostPending = Int(RunProgress.window) / 2
  /// How long answers are waited for after an interruption, in seconds: those to what was sent, and then the one to the
  /// farewell. Else the farewell's is waited for as long as the connection lives: a server that holds this user back for
  /// having sent too fast reads it late, and a program that has ended with 0 must be logged out.
  static let longestFarewell = 2.0

  let options: ScriptOptions
  let run: UInt64
  let software: String
  let isPlaintext: Bool

  var stage = Stage.connecting
  var numbers = RequestNumbers()
  /// In the order of their numbers.
  var pending: [Pending] = []
  var source: Source
  /// Whether some of the input is being read.
  var isReading = false
  /// Whether no more of it is wanted.
  var isInputOver: Bool
  /// How many lines of JSON have come.
  var lineCount = 0
  /// How many messages are stored, by the name they went to; everybody's without one.
  var storedCounts: [String?: Int] = [:]
  /// Why the first message that was refused was, until it is told: when all that was sent is answered.
  var firstRefusal: Refusal?
  var receipts = Receipts()
  /// Whether the server was asked on this connection how far the receivers are.
  var hasAskedForReceipts = false
  var pace: ReconnectPace
  var token: [UInt8]?

  /// Whether what had been missed before the first log-in has come.
  var hasCaughtUp = false
  var newest = EntryID.zero
  var acknowledgements = Acknowledgements()
  /// How many messages are on their way to standard output.
  var unwritten = 0
  /// Whether a message was neither written nor skipped: nothing after it is acknowledged.
  var hasUnshown = false
  /// Whether what is expected has come.
  var hasMatched = false

  /// How the program is to end when everything that was sent is answered, whatever is waited for besides.
  var verdict: ExitCode?
  /// When a part of the input was cut off by a signal.
  var interruption: Uptime?
  /// When everything was sent, and only others were waited for.
  var waitingSince: Uptime?
  /// What the server has said of the end of the connection.
  var announced: Announcement?
  /// Whether the server has answered all that it carried out, and takes nothing more on this connection.
  var isSettled = false
  /// When coming back is given up; nil while no member's connection is lost.
  var retryEnd: Uptime?

  /// A conversation whose server is being looked for.
  ///
  /// - Parameters:
  ///   - run: 64 random bits that name this run of the program.
  ///   - software: name and version of this program, for the server's log.
  ///   - isPlaintext: whether the connection is not encrypted, which may be the server's reason to say nothing.
  init(_ options: ScriptOptions, run: UInt64, software: String, isPlaintext: Bool = false) {
    self.options = options
    self.run = run
    self.software = software
    self.isPlaintext = isPlaintext
    pace = ReconnectPace(seed: run)
    switch options.input {
    case .none: source = .nothing
    case .text(let audience, let isWhole): source = .text(BodyCutter(isWhole: isWhole), to: audience)
    case .requests(let stays): source = .requests(RequestLineCutter(), stays: stays)
    }
    isInputOver = options.input == .none
  }

  /// Whether events are written.
  var speaksJSON: Bool {
    if case .requests = options.input { true } else { false }
  }

  /// Whether a member's connection was lost, and is not back.
  var isComingBack: Bool {
    retryEnd != nil
  }

  /// When `timePassed` wants to be called; nil when nothing waits for a time.
  var deadline: Uptime? {
    switch stage {
    case .ended: nil
    case .leaving(_, let deadline): deadline
    case .pausing(let until), .knocking(let until): [until, timeoutDeadline].compactMap(\.self).min()
    case .connecting, .greeting, .loggingIn: timeoutDeadline
    case .member: [acknowledgements.due, timeoutDeadline, interruption].compactMap(\.self).min()
    }
  }

  /// The connection is there.
  mutating func connected() -> [ScriptAction] {
    guard case .connecting = stage else { return [] }
    stage = .greeting
    return [.send(.hello(ClientHello(software: software, run: run)))]
  }

  /// The server sent `frame`.
  mutating func received(_ frame: ServerFrame, at now: Uptime) -> [ScriptAction] {
    switch (stage, frame) {
    case (.greeting, .hello(let hello)):
      return greeted(hello)
    case (.loggingIn(let awaited), .reply(let number, let reply)) where number == awaited:
      return repliedToLogIn(reply, at: now)
    case (.leaving(let code, _), .event(.serverStopping(_, let isSettled))):
      self.isSettled = isSettled
      return end(code)
    case (.leaving(let code, _), .reply(_, .goodbye)), (.leaving(let code, _), .event(.timedOut)),
      (.leaving(let code, _), .event(.putOut)):
      return end(code)
    case (.member, .reply(let number, let reply)):
      return replied(to: number, reply) + goOn(at: now)
    case (.leaving, .reply(let number, let reply)):
      return replied(to: number, reply)
    case (.member, .event(let event)), (.loggingIn, .event(let event)), (.knocking, .event(let event)):
      return happened(event, at: now) + goOn(at: now)
    default:
      return []
    }
  }

  /// `deadline` has come.
  mutating func timePassed(at now: Uptime) -> [ScriptAction] {
    switch stage {
    case .leaving(let code, let deadline?) where deadline <= now:
      return endUnconfirmed(code, ScriptWords.farewellUnanswered)
    case .pausing(let until) where until <= now:
      stage = .connecting
      return [.open]
    case .knocking(let until) where until <= now:
      return logIn()
    default:
      break
    }
    if let timeoutDeadline, timeoutDeadline <= now, let timeout = options.timeout {
      waitingSince = nil
      return [.notice(ScriptWords.timeout(timeout, isForDelivery: options.expectation == nil || hasMatched))]
        + leave(.refused, at: now)
    }
    guard case .member = stage else { return [] }
    if let interruption, interruption <= now {
      return leave(verdict ?? .refused, at: now)
    }
    return acknowledgeWhatIsDue(at: now)
  }

  /// A signal asks the program to end.
  mutating func interrupted(at now: Uptime) -> [ScriptAction] {
    if case .leaving(let code, _) = stage { return endUnconfirmed(code, ScriptWords.farewellUnanswered) }
    guard case .member = stage, interruption == nil else {
      // The second signal, or nothing that could be said to the server.
      return end(speaksJSON ? .done : .refused)
    }
    isInputOver = true
    verdict = verdict ?? (speaksJSON ? .done : .refused)
    interruption = now.advanced(bySeconds: Self.longestFarewell)
    return goOn(at: now)
  }

  /// What is written can't be written any more.
  mutating func outputFailed(at now: Uptime) -> [ScriptAction] {
    isInputOver = true
    return leave(.outputFailed, at: now)
  }

  // MARK: - Ending

  /// Tells the server that the program goes.
  mutating func leave(_ code: ExitCode, at now: Uptime) -> [ScriptAction] {
    switch stage {
    case .leaving, .ended:
      return []
    case .connecting, .greeting, .loggingIn, .pausing, .knocking:
      return end(code)
    case .member:
      let owed = acknowledgements.take().map { [send(.acknowledge($0))] } ?? []
      let isHurried = interruption != nil || code == .outputFailed
      stage = .leaving(code, deadline: isHurried ? now.advanced(bySeconds: Self.longestFarewell) : nil)
      return owed + [send(.leave(.quit))]
    }
  }

  mutating func end(_ code: ExitCode, _ notices: [String] = []) -> [ScriptAction] {
    guard !isEnded else { return [] }
    stage = .ended
    return (refusalNotice + notices).map { .notice($0) } + unknownOutcome(in: code)
  }

  /// Ends without the answer to the farewell, for the reason that `notice` says: that is no success.
  mutating func endUnconfirmed(_ code: ExitCode, _ notice: String) -> [ScriptAction] {
    code == .done ? end(.unreachable, [notice]) : end(code)
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

  /// Sends a request whose answer means nothing.
  mutating func send(_ request: Request) -> ScriptAction {
    .send(.request(number: numbers.next(), request))
  }

  /// Sends `request` and remembers what its answer is for.
  mutating func send(_ request: Request, for purpose: Purpose) -> ScriptAction {
    let number = numbers.next()
    pending.append(Pending(number: number, request: request, purpose: purpose))
    return .send(.request(number: number, request))
  }

  private func unknownOutcome(in code: ExitCode) -> [ScriptAction] {
    let count = pending.count(where: \.request.isChange)
    guard count > 0, code != .notPermitted else { return [.exit(code)] }
    // What was sent on an earlier connection, too, may have been carried out there.
    if isSettled, !pending.contains(where: { $0.request.isChange && $0.wasSentBefore }) {
      return [.notice(ScriptWords.notStored(count)), .exit(code == .done ? .refused : code)]
    }
    return [.notice(ScriptWords.unanswered(count)), .exit(code == .outputFailed ? code : .outcomeUnknown)]
  }

  private var isEnded: Bool {
    if case .ended = stage { true } else { false }
  }

  private var timeoutDeadline: Uptime? {
    guard let waitingSince, let timeout = options.timeout else { return nil }
    return waitingSince.advanced(bySeconds: timeout)
  }
}
