import ChatCore
import ChatTerminal
import ChatWire

/// The conversation that a person sees at `chatctl connect`: a pure state machine between what is typed and the frames
/// of the server. Time is passed in, what is to be done comes out as actions.
struct Conversation {
  /// Whether the next line is wanted while earlier ones wait for their answers.
  enum Pace {
    /// A person at a terminal, who may go on while a transfer runs.
    case ahead
    /// A pipe: the next line is taken when everything before it is answered, transfers included.
    case oneAtATime
  }

  /// Where the conversation is; each case holds what exists then.
  enum Stage {
    /// The hello is on its way.
    case greeting
    /// At the log-in prompt.
    case entrance(Entrance)
    /// Logged in.
    case member(Membership)
    /// Logged in, and the connection is lost.
    case absent(Absence)
    /// The farewell is on its way.
    case leaving(Departure)
    /// The program ends.
    case ended
  }

  let run: UInt64
  let software: String
  let pace: Pace
  /// Whether somebody types who can be asked again.
  let asksAgain: Bool
  private let isPlaintext: Bool
  private let credentials: Credentials?
  let style: MessageStyle
  /// For how long a lost server is looked for, in seconds; 0 when the program ends instead.
  let retryFor: Double
  /// When the server was told last that a key was pressed; nil before that.
  private var lastTyping: Uptime?
  var stage = Stage.greeting
  var numbers = RequestNumbers()
  var reconnectPace: ReconnectPace

  /// A conversation that waits for its connection.
  ///
  /// - Parameters:
  ///   - run: 64 random bits that name this run of the program.
  ///   - software: name and version of this program, for the server's log.
  ///   - asksAgain: whether somebody types who can be asked again after a log-in that failed; unless given, where `pace` is
  ///     a person's.
  ///   - isPlaintext: whether the connection is not encrypted, which may be the server's reason to say nothing.
  ///   - retryFor: for how long a lost server is looked for, in seconds; 0 to end instead.
  ///   - style: how messages look.
  ///   - credentials: who logs in, if that need not be asked.
  init(
    run: UInt64, software: String, pace: Pace, asksAgain: Bool? = nil, isPlaintext: Bool = false, retryFor: Double = 0,
    style: MessageStyle = .plain, credentials: Credentials? = nil
  ) {
    self.run = run
    self.software = software
    self.pace = pace
    self.asksAgain = asksAgain ?? (pace == .ahead)
    self.isPlaintext = isPlaintext
    self.credentials = credentials
    self.style = style
    self.retryFor = retryFor
    reconnectPace = ReconnectPace(seed: run)
  }

  /// Whether the connection is lost, and the server is looked for.
  var isAbsent: Bool {
    if case .absent = stage { true } else { false }
  }

  /// Whom and what the person may mean; nil before the log-in.
  var acquaintances: Acquaintances? {
    member?.acquaintances
  }

  /// The transfers that run or wait, for whoever watches how far they are.
  var transfers: [TransferSummary] {
    member?.transfers.summaries ?? []
  }

  /// When `timePassed` wants to be called; nil when nothing waits for a time.
  var deadline: Uptime? {
    switch stage {
    case .member(let member): member.deadline
    case .leaving(let departure): departure.deadline
    case .absent(let absence): if case .waiting(let until) = absence.step { until } else { nil }
    case .greeting, .entrance, .ended: nil
    }
  }

  /// A key was pressed: the server is told, once a second at most.
  mutating func keyPressed(at now: Uptime) -> [ConversationAction] {
    guard case .member = stage, lastTyping.map({ now.seconds(since: $0) >= 1 }) ?? true else { return [] }
    lastTyping = now
    return [.send(.typing)]
  }

  /// The connection is there.
  mutating func connected() -> [ConversationAction] {
    if case .absent(let absence) = stage { return connectedAgain(absence) }
    return [.send(.hello(ClientHello(software: software, run: run)))]
  }

  /// The person typed `line` and Return.
  mutating func typed(_ line: String, at now: Uptime) -> [ConversationAction] {
    switch stage {
    case .entrance(var entrance):
      let outcome = entrance.typed(line, numbers: &numbers)
      stage = .entrance(entrance)
      return follow(outcome, at: now)
    case .member:
      return withMember(at: now) { $0.typed(line, numbers: &$1) }
    case .absent(let absence):
      return typed(line, during: absence, at: now)
    case .greeting, .leaving, .ended:
      return []
    }
  }

  /// The person pasted several lines where a command is typed.
  mutating func pasted(_ paste: Paste, at now: Uptime) -> [ConversationAction] {
    guard case .absent(let absence) = stage else { return withMember(at: now) { member, _ in member.pasted(paste) } }
    return pasted(paste, during: absence)
  }

  /// The server sent `frame`. Chunks and credit are the transfers' own matter and mean nothing here.
  mutating func received(_ frame: ServerFrame, at now: Uptime) -> [ConversationAction] {
    if case .absent(let absence) = stage {
      return received(frame, during: absence, at: now)
    }
    switch (stage, frame) {
    case (.greeting, .hello(let hello)):
      return greeted(hello)
    case (.leaving(let departure), .reply(_, .goodbye)), (.leaving(let departure), .event(.serverStopping)),
      (.leaving(let departure), .event(.timedOut)), (.leaving(let departure), .event(.putOut)):
      return finishLeaving(departure.farewell)
    case (.leaving, .reply(_, let reply)):
      let lines = ReplyText.lines(of: reply)
      return lines.isEmpty ? [] : [.show(lines)]
    case (.entrance, .event(let event)), (.member, .event(let event)):
      return happened(event, at: now)
    case (.entrance(var entrance), .reply(let number, let reply)):
      let outcome = entrance.replied(to: number, reply, numbers: &numbers)
      stage = .entrance(entrance)
      return follow(outcome, at: now)
    case (.member, .reply(let number, let reply)):
      return withMember(at: now) { $0.replied(to: number, reply, numbers: &$1) }
    default:
      return []
    }
  }

  /// Nothing more will be typed. In a pipe that is no success before a log-in, unless an account was made or cancelled.
  mutating func inputEnded(at now: Uptime) -> [ConversationAction] {
    if !asksAgain, case .entrance(let entrance) = stage, !entrance.isDone {
      return [.notice([Words.inputEndedTooEarly])] + end([], .refused)
    }
    return leave(.quit, at: now)
  }

  /// Ctrl+C where nothing was typed: drops what was pasted, or leaves.
  mutating func interrupted(at now: Uptime) -> [ConversationAction] {
    guard case .member(let member) = stage, member.pasteQuestion != nil else { return terminated(at: now) }
    return withMember(at: now) { member, _ in member.dropPaste() }
  }

  /// A polite request of the system to end.
  mutating func terminated(at now: Uptime) -> [ConversationAction] {
    if case .leaving(let departure) = stage {
      return finishUnconfirmed(departure, Words.farewellUnanswered)
    }
    return leave(.quit, isHurried: true, at: now)
  }

  /// The terminal is gone.
  mutating func windowClosed(at now: Uptime) -> [ConversationAction] {
    leave(.windowClosed, isHurried: true, at: now)
  }

  /// The connection is gone, and the server had not said that it would be.
  mutating func connectionLost(_ cause: ConnectionLoss, at now: Uptime) -> [ConversationAction] {
    switch stage {
    case .ended:
      return []
    case .leaving(let departure):
      return finishUnconfirmed(departure, Words.farewellLost)
    case .greeting:
      return end([cause.sentence] + (isPlaintext ? [Words.withoutPlaintext] : []), .unreachable)
    case .entrance:
      return end([cause.sentence], .unreachable)
    case .absent(let absence):
      if case .waiting = absence.step { return [] }
      return tryAgainLater(absence, at: now)
    case .member(let member):
      if WayBack.passes(cause),
        let actions = beginAbsence(of: member, saying: [Self.loss(cause)], isGone: true, at: now)
      {
        return actions
      }
      let unsure = member.awaitsStorage ? [Words.unsure] : []
      return abandonments(of: member) + end([cause.sentence] + unsure, .unreachable)
    }
  }

  /// `deadline` has come.
  mutating func timePassed(at now: Uptime) -> [ConversationAction] {
    switch stage {
    case .leaving(let departure):
      guard let deadline, deadline <= now else { return [] }
      return timePassed(for: departure)
    case .absent(let absence):
      guard let deadline, deadline <= now else { return [] }
      return tryAgain(absence)
    case .member:
      return withMember(at: now) { Outcome($0.acknowledgeWhatIsDue(at: now, numbers: &$1)) }
    default:
      return []
    }
  }

  /// What became of a transfer's part on this machine.
  mutating func transfer(_ ticket: TransferTicket, _ news: TransferNews, at now: Uptime) -> [ConversationAction] {
    if case .absent(var absence) = stage {
      let outcome = absence.member.transfer(ticket, news, numbers: &numbers)
      stage = .absent(absence)
      return outcome.actions
    }
    return withMember(at: now) { $0.transfer(ticket, news, numbers: &$1) }
  }

  // MARK: - Stages

  mutating func greeted(_ hello: ServerHello) -> [ConversationAction] {
    if let refusal = hello.refusal {
      return end(MessageText.sentences(refusal.lines), .refused)
    }
    guard hello.version == ProtocolVersion.current else {
      return end([Words.otherVersion(hello.version)], .refused)
    }
    var entrance = Entrance(asksAgain: asksAgain)
    let start = entrance.start(as: credentials, numbers: &numbers)
    stage = .entrance(entrance)
    return [.show([Words.connected])] + start.actions
  }

  mutating func happened(_ event: Event, at now: Uptime) -> [ConversationAction] {
    switch event {
    case .timeOutNear(let seconds):
      // Where nobody sits at a keyboard there is nothing to press.
      return pace == .ahead ? [.show([Words.timeOutNear(seconds)])] : []
    case .timedOut(let seconds):
      return abandonAll() + end(["Time out for \(Parameters.text(ofSeconds: seconds)) seconds."], .refused)
    case .serverStopping(let restarts, _):
      if restarts, case .member(let member) = stage,
        let actions = beginAbsence(
          of: member, saying: [Words.serverStopping, Words.comesBack], isGone: false, at: now)
      {
        return actions
      }
      if case .absent(let absence) = stage { return close(absence) }
      return abandonAll() + end([Words.serverStopping] + (restarts ? [Words.serverReturns] : []), .refused)
    case .putOut(let reason):
      return abandonAll() + end(MessageText.sentences([reason]), .refused)
    case .caughtUp where pace == .ahead:
      return withMember(at: now) {
        let isFirst = $0.catchUp != .over
        var outcome = $0.happened(event, at: now, numbers: &$1)
        if isFirst {
          outcome.actions += $0.getAcquainted(numbers: &$1)
        }
        return outcome
      }
    case .message, .caughtUp, .loggedIn, .loggedOut, .announcement, .transferFailed, .deliveredTo, .messagesGone:
      return withMember(at: now) { $0.happened(event, at: now, numbers: &$1) }
    }
  }

  mutating func withMember(
    at now: Uptime, _ body: (inout Membership, inout RequestNumbers) -> Outcome
  ) -> [ConversationAction] {
    guard case .member(var member) = stage else { return [] }
    // The stage lets go of the member meanwhile, so that its sets are changed in place.
    stage = .ended
    var outcome = body(&member, &numbers)
    if case .stay = outcome.next {
      outcome.actions += member.askIfReady(pace) + member.receiptsIfChanged()
    }
    stage = .member(member)
    return follow(outcome, at: now)
  }

  private mutating func follow(_ outcome: Outcome, at now: Uptime) -> [ConversationAction] {
    switch outcome.next {
    case .stay:
      return outcome.actions
    case .logIn(let name):
      var member = Membership(name: name, style: style)
      let token = retryFor > 0 ? [member.wantToken(numbers: &numbers)] : []
      stage = .member(member)
      return outcome.actions + token
    case .leave(let farewell):
      return outcome.actions + leave(farewell, at: now)
    case .end(let code):
      return outcome.actions + end([], code)
    }
  }

  /// Who is logged in, with or without a connection.
  private var member: Membership? {
    switch stage {
    case .member(let member): member
    case .absent(let absence): absence.member
    case .greeting, .entrance, .leaving, .ended: nil
    }
  }

  private func abandonAll() -> [ConversationAction] {
    if let member { abandonments(of: member) } else { [] }
  }

  func abandonments(of member: Membership) -> [ConversationAction] {
    member.transfers.tickets.map { .abandon($0) }
  }
}
