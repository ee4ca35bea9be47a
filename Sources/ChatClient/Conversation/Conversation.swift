import ChatCore
import ChatTerminal
import ChatWire

/// The conversation that a person sees at `chatctl connect`: a pure state machine between what is typed and the session
/// with the server. Time is passed in, what is to be done comes out as actions.
struct Conversation {
  /// A rule for taking the next line while earlier ones wait for their answers.
  enum Pace {
    /// A person at a terminal, who may go on while a transfer runs.
    case ahead
    /// A pipe: the next line is taken when everything before it is answered, transfers included.
    case oneAtATime
  }

  /// Those who are asked; each case holds what exists then.
  enum Stage {
    /// Nobody: the server's hello has not come, or the farewell is on its way.
    case outside
    /// Somebody at the log-in prompt.
    case entrance(Entrance)
    /// Somebody who is logged in, with or without a connection.
    case member(Membership)
  }

  /// A reason for a request: what its answer is for.
  enum Purpose: Hashable {
    /// A question of the log-in.
    case entrance(Entrance.Question)
    /// Typed by the person.
    case typed
    /// A new password.
    case passwordChange
    /// Messages of the past.
    case past(LogQuery)
    /// Sent by the program itself; its answer is not shown.
    case silent
    /// A file that goes out or comes in.
    case transfer(TransferPurpose)

    /// True for one that may go out on the next connection too. Transfers know themselves how to go on.
    var isSentAgain: Bool {
      switch self {
      case .typed, .past, .transfer(.handOver): true
      case .entrance, .passwordChange, .silent, .transfer: false
      }
    }
  }

  typealias Session = ClientSession<Purpose>

  let pace: Pace
  /// True where somebody types who can be asked again.
  private let asksAgain: Bool
  private let credentials: Credentials?
  let style: MessageStyle
  /// When the server was told last that a key was pressed; nil before that.
  private var lastTyping: Uptime?
  var stage = Stage.outside
  var session: Session

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
    self.pace = pace
    self.asksAgain = asksAgain ?? (pace == .ahead)
    self.credentials = credentials
    self.style = style
    session = Session(ClientHello(software: software, run: run), isPlaintext: isPlaintext, retryFor: retryFor)
  }

  /// Somebody who is logged in, with or without a connection.
  var member: Membership? {
    if case .member(let member) = stage { member } else { nil }
  }

  /// True while the connection is lost, and the server is looked for.
  var isAbsent: Bool {
    member?.absence != nil
  }

  /// People and files that the person may mean; nil before the log-in.
  var acquaintances: Acquaintances? {
    member?.acquaintances
  }

  /// The transfers that run or wait, for whoever watches how far they are.
  var transfers: [TransferSummary] {
    member?.transfers.summaries ?? []
  }

  /// When `timePassed` wants to be called; nil when nothing waits for a time.
  var deadline: Uptime? {
    session.deadline
  }

  // MARK: - What happens

  /// A key was pressed: the server is told, once a second at most.
  mutating func keyPressed(at now: Uptime) -> [ConversationAction] {
    guard session.isMember, lastTyping.map({ now.seconds(since: $0) >= 1 }) ?? true else { return [] }
    lastTyping = now
    return follow(session.typing(), at: now)
  }

  /// The connection is there.
  mutating func connected(at now: Uptime) -> [ConversationAction] {
    follow(session.connected(), at: now)
  }

  /// The person typed `line` and Return.
  mutating func typed(_ line: String, at now: Uptime) -> [ConversationAction] {
    switch stage {
    case .outside: []
    case .entrance: withEntrance(at: now) { $0.typed(line) }
    case .member(let member) where member.absence != nil: typedDuringAbsence(line, at: now)
    case .member: withMember(at: now) { $0.typed(line) }
    }
  }

  /// The person pasted several lines where a command is typed.
  mutating func pasted(_ paste: Paste, at now: Uptime) -> [ConversationAction] {
    withMember(at: now) { $0.pasted(paste) }
  }

  /// The server sent `frame`. Chunks and credit are the transfers' own matter and mean nothing here.
  mutating func received(_ frame: ServerFrame, at now: Uptime) -> [ConversationAction] {
    follow(session.received(frame, at: now), at: now)
  }

  /// Nothing more will be typed. In a pipe that is no success before a log-in, unless an account was made or cancelled.
  mutating func inputEnded(at now: Uptime) -> [ConversationAction] {
    if !asksAgain, case .entrance(let entrance) = stage, !entrance.isDone {
      return [.notice([Words.inputEndedTooEarly])] + end([], .refused)
    }
    return leave(.quit, at: now)
  }

  /// Ctrl+C where nothing was typed: ends a dialogue, drops what was pasted, or leaves.
  mutating func interrupted(at now: Uptime) -> [ConversationAction] {
    // In a pipe a signal is nobody's answer.
    guard asksAgain, !session.isLeaving else { return terminated(at: now) }
    switch stage {
    case .entrance(var entrance):
      guard let outcome = entrance.leaveDialogue() else { break }
      stage = .entrance(entrance)
      // A line is wanted already.
      return outcome.actions.filter { $0 != .takeLine }
    case .member(let member) where member.absence == nil:
      if member.pasteQuestion != nil { return withMember(at: now) { $0.dropPaste() } }
      if member.passwordDialogue != nil { return withMember(at: now) { $0.leavePasswordDialogue() } }
    case .member, .outside: break
    }
    return terminated(at: now)
  }

  /// A polite request of the system to end.
  mutating func terminated(at now: Uptime) -> [ConversationAction] {
    session.isLeaving ? follow(session.stopWaiting(), at: now) : leave(.quit, isHurried: true, at: now)
  }

  /// The terminal is gone.
  mutating func windowClosed(at now: Uptime) -> [ConversationAction] {
    leave(.windowClosed, isHurried: true, at: now)
  }

  /// The connection is gone, and the server had not said that it would be.
  mutating func connectionLost(_ cause: ConnectionLoss, at now: Uptime) -> [ConversationAction] {
    follow(session.connectionLost(cause, at: now), at: now)
  }

  /// `deadline` has come.
  mutating func timePassed(at now: Uptime) -> [ConversationAction] {
    follow(session.timePassed(at: now), at: now)
  }

  /// Something became of a transfer's part on this machine.
  mutating func transfer(_ ticket: TransferTicket, _ news: TransferNews, at now: Uptime) -> [ConversationAction] {
    withMember(at: now) { $0.carryOut($0.transfers.happened(ticket, news)) }
  }

  // MARK: - What the session says

  /// Does what the session wants, and shows what it tells.
  mutating func follow(_ outputs: [Session.Output], at now: Uptime) -> [ConversationAction] {
    var actions: [ConversationAction] = []
    for output in outputs {
      switch output {
      case .connect: actions.append(.connect)
      case .send(let frame): actions.append(.send(frame))
      case .logInWanted: actions += beginEntrance(at: now)
      case .welcomed(let name, let dropped): actions += welcomed(as: name, dropped, at: now)
      case .answered(let request, let reply): actions += answered(request, reply, at: now)
      case .event(let event): actions += happened(event, at: now)
      case .lost(let cause, let dropped): actions += lost(cause, dropped, at: now)
      case .attemptFailed: actions += attemptFailed(at: now)
      case .farewellLate: actions += pace == .ahead ? [.show([Words.farewellAwaited])] : []
      case .ended(let ending): actions += ended(ending)
      }
    }
    return actions
  }

  private mutating func beginEntrance(at now: Uptime) -> [ConversationAction] {
    guard case .member(var member) = stage else {
      let credentials = credentials
      stage = .entrance(Entrance(asksAgain: asksAgain))
      return [.show([Words.connected])] + withEntrance(at: now) { $0.start(as: credentials) }
    }
    // Without a token that the server takes only the password helps, and only a person can be asked for it. What is
    // half-typed stays with the editor.
    guard pace == .ahead else { return end(Refusal.tokenVoid.lines, .refused) }
    let name = member.name
    member.absence?.entrance = Entrance(givenName: name)
    stage = .member(member)
    return withEntrance(at: now) {
      $0.go(to: .password(name: name), showing: Refusal.tokenVoid.lines + [Words.password])
    }
  }

  private mutating func answered(
    _ request: Session.Pending, _ reply: Reply, at now: Uptime
  ) -> [ConversationAction] {
    switch (stage, request.purpose) {
    case (.outside, .silent):
      return []
    case (.outside, _):
      let lines = reply.lines
      return lines.isEmpty ? [] : [.show(lines)]
    case (.member, .entrance(let question)):
      // Whoever is back is told so in other words.
      if case .welcome = reply { return [] }
      return withEntrance(at: now) { $0.replied(to: question, reply) }
    case (_, .entrance(let question)):
      return withEntrance(at: now) { $0.replied(to: question, reply) }
    default:
      return withMember(at: now) { $0.replied(to: request, reply) }
    }
  }

  private mutating func happened(_ event: Event, at now: Uptime) -> [ConversationAction] {
    switch event {
    case .timeOutNear(let seconds):
      // Where nobody sits at a keyboard there is nothing to press.
      return pace == .ahead ? [.show([Words.timeOutNear(seconds)])] : []
    case .timedOut(let seconds):
      return end(["Time out for \(Parameters.text(ofSeconds: seconds)) seconds."], .refused)
    case .serverStopping(let restarts, _):
      if isAbsent { return [] }
      if restarts, member != nil, session.retryFor > 0 {
        return beginAbsence(saying: [Words.serverStopping, Words.comesBack], at: now)
      }
      return end([Words.serverStopping] + (restarts ? [Words.serverReturns] : []), .refused)
    case .putOut(let reason):
      return end(MessageText.sentences([reason]), .refused)
    case .caughtUp:
      let asksAround = pace == .ahead
      return withMember(at: now) { $0.caughtUp(asksAround: asksAround) }
    case .message(let message):
      return withMember(at: now) { $0.delivered(message) }
    case .loggedIn(let name):
      return withMember(at: now) { member in
        member.acquaintances.loggedIn(name)
        return Outcome([.show([MessageText.logIn(of: name)])])
      }
    case .loggedOut(let name):
      return withMember(at: now) { member in
        member.acquaintances.loggedOut(name)
        return Outcome([.show([MessageText.logOut(of: name)])])
      }
    case .transferFailed(let id, let reason):
      return withMember(at: now) { $0.carryOut($0.transfers.failed(id, reason: reason)) }
    case .deliveredTo(let name, let through):
      return withMember(at: now) { member in
        member.marks?.delivered(to: name, through: through)
        return Outcome()
      }
    case .announcement(let text):
      return [.show(MessageText.announcement(text))]
    case .messagesGone(let count):
      return [.show([Words.messagesGone(count)])]
    }
  }

  // MARK: - Those who are asked

  /// Lets the one at the log-in prompt do something, be it the first log-in or that of a member who comes back.
  mutating func withEntrance(at now: Uptime, _ body: (inout Entrance) -> Outcome) -> [ConversationAction] {
    let outcome: Outcome
    switch stage {
    case .entrance(var entrance):
      outcome = body(&entrance)
      stage = .entrance(entrance)
    case .member(var member):
      guard var entrance = member.absence?.entrance else { return [] }
      var made = body(&entrance)
      member.absence?.entrance = entrance
      if member.isAsked {
        // A line is wanted already: the editor takes it at whatever prompt stands there.
        made.actions.removeAll { $0 == .takeLine }
      }
      member.isAsked = member.isAsked || made.actions.contains(.takeLine)
      stage = .member(member)
      outcome = made
    case .outside:
      return []
    }
    return outcome.actions + follow(outcome.requests.map { send($0) }, at: now) + go(to: outcome.next, at: now)
  }

  /// Lets the member do something, and asks for the next line where that is due.
  mutating func withMember(at now: Uptime, _ body: (inout Membership) -> Outcome) -> [ConversationAction] {
    guard case .member(var member) = stage else { return [] }
    // The stage lets go of the member meanwhile, so that its sets are changed in place.
    stage = .outside
    let outcome = body(&member)
    var actions = outcome.actions
    for case .transfer(.abandon(let ticket)) in actions where member.transfers.records[ticket] == nil {
      // The second answer to an offer is not waited for when its transfer has ended.
      session.forget { $0 == .transfer(.upload(ticket)) }
    }
    actions += follow(session.shown(outcome.shown, at: now), at: now)
    var refused: [Session.Output] = []
    for request in outcome.requests {
      switch send(request) {
      case .send(let frame): actions.append(.send(frame))
      case let answer: refused.append(answer)
      }
      member.sent(request, as: request.number ?? session.lastNumber)
    }
    if case .stay = outcome.next {
      actions += (takesLine(from: member) ? member.askIfReady() : []) + member.receiptsIfChanged()
    }
    stage = .member(member)
    return actions + follow(refused, at: now) + go(to: outcome.next, at: now)
  }

  private mutating func send(_ request: Outcome.Outgoing) -> Session.Output {
    session.send(
      request.request, for: request.purpose, number: request.number, isSentAgain: request.purpose.isSentAgain)
  }

  private mutating func go(to next: Outcome.Next, at now: Uptime) -> [ConversationAction] {
    switch next {
    case .stay: []
    case .leave(let farewell): leave(farewell, at: now)
    case .end(let code): end([], code)
    }
  }

  private func takesLine(from member: Membership) -> Bool {
    switch pace {
    case .ahead:
      member.absence.map { $0.entrance == nil } ?? (session.pending.count < Session.mostPending)
    case .oneAtATime:
      member.absence == nil && session.pending.isEmpty && member.transfers.isEmpty
    }
  }
}
