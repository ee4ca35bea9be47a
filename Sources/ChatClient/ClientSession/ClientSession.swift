import ChatCore
import ChatWire

/// The life of one run of a client program with its server, over all its connections: the hello, the log-in, the numbers
/// of requests, those without an answer, acknowledgements, a lost connection and the way back, the farewell. People and
/// programs stand on the same one, and decide what to show and to ask.
///
/// Pure: time is passed in, what is to be done comes out. `Purpose` is what the owner wants to know of its request again
/// when the answer comes.
struct ClientSession<Purpose> {
  /// A stage of the life; each case holds what exists then.
  enum Stage {
    /// The server is called.
    case connecting
    /// The hello is on its way.
    case greeting
    /// The server takes this program, and somebody has to log in with a password.
    case admitted
    /// The password, or the token, is on its way as this request.
    case loggingIn(number: UInt64)
    /// The server would not let a lost member in again yet; it is asked anew then, on the same connection.
    case knocking(until: Uptime)
    /// Logged in.
    case member
    /// The server has said that it closes the connection. What it has carried out it still answers.
    case closing
    /// The connection is lost; the server is called again then.
    case pausing(until: Uptime)
    /// The farewell is on its way, of a member or of somebody who is not logged in. At `deadline` something is done about
    /// a missing answer: the session ends if this is hurried. Else it waits for as long as the connection lives: a server
    /// that holds a member back for having sent too fast reads the farewell late, and a program that has ended with 0 must
    /// be logged out.
    case leaving(Farewell, isMember: Bool, isHurried: Bool, deadline: Uptime?)
    /// Nothing more is done.
    case ended
  }

  /// The most requests that may wait for their answers before the owner sends more of its own accord: half of what the
  /// server reads on with, so that transfers and acknowledgements have room.
  static var mostPending: Int { Int(RunProgress.window) / 2 }
  /// The longest time without a word of the server after a farewell, in seconds.
  static var longestSilence: Double { 2 }

  private let hello: ClientHello
  private let isPlaintext: Bool
  /// For how long a lost server is looked for, in seconds, infinity included; 0 to end instead.
  var retryFor: Double

  private(set) var stage = Stage.connecting
  /// The owner's requests without an answer, by number.
  private(set) var pending: [UInt64: Pending] = [:]
  /// The number given last. Numbers only grow, over all connections of the run.
  private(set) var lastNumber: UInt64 = 0
  /// The server's word on the end of the connection, until somebody is logged in again.
  private(set) var announced: Announcement?
  /// When coming back is given up; nil while no member's connection is lost.
  private(set) var retryEnd: Uptime?

  /// The account that was logged in last.
  private var name: String?
  /// A secret that the server takes in place of the password on the next connection.
  private var token: [UInt8]?
  private var tokenWish: UInt64?
  private var newest = EntryID.zero
  private var acknowledgements = Acknowledgements()
  private var pace: ReconnectPace
  /// The level of the protocol that the server of this connection has.
  private var serverLevel: UInt32 = 0

  /// A session whose server is being called.
  ///
  /// - Parameters:
  ///   - hello: how the program presents itself; the run is 64 random bits.
  ///   - isPlaintext: whether the connection is not encrypted.
  ///   - retryFor: for how long a lost server is looked for, in seconds; 0 to end instead.
  init(_ hello: ClientHello, isPlaintext: Bool, retryFor: Double) {
    self.hello = hello
    self.isPlaintext = isPlaintext
    self.retryFor = retryFor
    pace = ReconnectPace(seed: hello.run)
  }

  /// True while somebody is logged in, on a connection that the server has not said it closes.
  var isMember: Bool {
    if case .member = stage { true } else { false }
  }

  /// True while the farewell is on its way.
  var isLeaving: Bool {
    if case .leaving = stage { true } else { false }
  }

  /// When `timePassed` has something to do; nil when nothing waits for a time.
  var deadline: Uptime? {
    switch stage {
    case .member: acknowledgements.due
    case .knocking(let until), .pausing(let until): until
    case .leaving(_, _, _, let deadline): deadline
    case .connecting, .greeting, .admitted, .loggingIn, .closing, .ended: nil
    }
  }

  // MARK: - What happens

  /// The connection is there; also in place of one that was lost before the server's hello.
  mutating func connected() -> [Output] {
    switch stage {
    case .connecting, .greeting:
      stage = .greeting
      return [.send(.hello(hello))]
    case .admitted, .loggingIn, .knocking, .member, .closing, .pausing, .leaving, .ended:
      return []
    }
  }

  /// The server sent `frame`. Chunks and credit are the transfers' own matter and mean nothing here.
  mutating func received(_ frame: ServerFrame, at now: Uptime) -> [Output] {
    switch (stage, frame) {
    case (.greeting, .hello(let hello)): greeted(hello)
    case (.connecting, _), (.greeting, _), (.pausing, _), (.ended, _): []
    case (.loggingIn(let awaited), .reply(let number, let reply)):
      number == awaited ? answeredToLogIn(reply, at: now) : []
    case (.leaving, .reply(_, .goodbye)): finishLeaving()
    case (_, .reply(let number, let reply)): answered(number, reply)
    case (_, .event(let event)): happened(event)
    default: []
    }
  }

  /// The connection is gone, or could not be made again.
  mutating func connectionLost(_ cause: ConnectionLoss, at now: Uptime) -> [Output] {
    switch stage {
    case .ended, .pausing: return []
    case .leaving: return finishLeaving(.lost)
    case .connecting, .greeting, .admitted, .loggingIn, .knocking, .member, .closing: break
    }
    guard name != nil, retryFor > 0, announced != .putOut, retryEnd != nil || cause.isTransient else {
      let isGreeting = if case .greeting = stage { true } else { false }
      return end(.lost(cause, mayBeEncrypted: isGreeting && isPlaintext))
    }
    let isFirst = retryEnd == nil
    let end = retryEnd ?? now.advanced(bySeconds: min(retryFor, Parameters.longest))
    guard now < end else { return self.end(.givenUp) }
    let dropped = drop { !$0.isSentAgain }
    tokenWish = nil
    retryEnd = end
    stage = .pausing(until: nextTry(at: now))
    return [isFirst ? .lost(cause, dropped: dropped) : .attemptFailed]
  }

  /// `deadline` has come.
  mutating func timePassed(at now: Uptime) -> [Output] {
    guard let deadline, deadline <= now else { return [] }
    switch stage {
    case .member:
      return acknowledge()
    case .pausing:
      stage = .connecting
      return [.connect]
    case .knocking:
      return retryEnd.map { $0 <= now } ?? false ? end(.givenUp) : enter()
    case .leaving(_, _, isHurried: true, _):
      return finishLeaving(.unanswered)
    case .leaving(let farewell, let isMember, isHurried: false, _):
      stage = .leaving(farewell, isMember: isMember, isHurried: false, deadline: nil)
      return [.farewellLate]
    case .connecting, .greeting, .admitted, .loggingIn, .closing, .ended:
      return []
    }
  }

  // MARK: - What the owner wants

  /// Logs in with a password, where `logInWanted` was said.
  mutating func logIn(name: String, password: String) -> [Output] {
    guard case .admitted = stage else { return [] }
    return enter(with: .logIn(name: name, password: password))
  }

  /// A request that goes out now; one that is above the server's level is refused at once, and not sent.
  ///
  /// - Parameters:
  ///   - number: the one that it had before; nil for the next one.
  ///   - isSentAgain: whether it goes out on the next connection too, under its number, if this one is lost before the
  ///     answer.
  mutating func send(
    _ request: Request, for purpose: Purpose, number: UInt64? = nil, isSentAgain: Bool = true
  ) -> Output {
    let number = number ?? nextNumber()
    let sent = Pending(number: number, request: request, purpose: purpose, isSentAgain: isSentAgain)
    let frame = ClientFrame.request(number: number, request)
    guard frame.level <= serverLevel else {
      return .answered(sent, .refused(.serverTooOld(serverLevel, needed: frame.level)))
    }
    pending[number] = sent
    return .send(frame)
  }

  /// The person has pressed a key; nothing where the server does not ask for that.
  func typing() -> [Output] {
    isMember && ClientFrame.typing.level <= serverLevel ? [.send(.typing)] : []
  }

  /// Waits no more for the answers to requests of this kind.
  mutating func forget(where isMeant: (Purpose) -> Bool) {
    _ = drop { isMeant($0.purpose) }
  }

  /// The messages of these ids are shown, or skipped for good: that is told to the server soon.
  mutating func shown(_ ids: some Sequence<EntryID>, at now: Uptime) -> [Output] {
    for id in ids { acknowledgements.shown(id, at: now) }
    guard isMember, let due = acknowledgements.due, due <= now else { return [] }
    return acknowledge()
  }

  /// Tells the server that the owner goes, after what it was shown; ends at once where nobody can be told.
  ///
  /// - Parameter isHurried: whether the answer is not waited for beyond `longestSilence`.
  mutating func leave(_ farewell: Farewell, isHurried: Bool, at now: Uptime) -> [Output] {
    switch stage {
    case .leaving, .ended:
      return []
    case .member:
      break
    case .admitted where retryEnd == nil:
      break
    case .connecting, .greeting, .admitted, .loggingIn, .knocking, .closing, .pausing:
      return end(.left(farewell))
    }
    let acknowledgement = isMember ? acknowledge() : []
    stage = .leaving(
      farewell, isMember: isMember, isHurried: isHurried || !isMember,
      deadline: now.advanced(bySeconds: Self.longestSilence))
    return acknowledgement + [ask(.leave(farewell))]
  }

  /// Ends without the answer to a farewell that is on its way.
  mutating func stopWaiting() -> [Output] {
    finishLeaving(.unanswered)
  }

  /// Ends without a word.
  mutating func end() {
    stage = .ended
  }

  // MARK: - The way in, and back

  private mutating func greeted(_ hello: ServerHello) -> [Output] {
    if let refusal = hello.refusal {
      guard retryEnd != nil, refusal.isTransient else { return end(.refused(refusal)) }
      stage = .closing
      return []
    }
    guard hello.version == ProtocolVersion.current else { return end(.otherVersion(hello.version)) }
    serverLevel = hello.level
    return enter()
  }

  private mutating func enter() -> [Output] {
    if let token { return enter(with: .resume(token: token)) }
    stage = .admitted
    return [.logInWanted]
  }

  private mutating func enter(with request: Request) -> [Output] {
    let output = ask(request)
    stage = .loggingIn(number: lastNumber)
    return [output]
  }

  private mutating func answeredToLogIn(_ reply: Reply, at now: Uptime) -> [Output] {
    switch reply {
    case .welcome(let name):
      return welcomed(as: name)
    case .refused(let refusal) where retryEnd != nil && refusal.isTransient:
      stage = .knocking(until: nextTry(at: now))
      return []
    case .refused(.banned),
      _ where token == nil:
      if case .refused(let refusal) = reply { return end(.logInRefused(refusal)) }
      return end(.logInRefused(.other(ConnectionLoss.garbled("its answer to a log-in").sentence)))
    default:
      // The server may have been set back to an older state, which gives ids again.
      beginAnew()
      return enter()
    }
  }

  /// Sends what has no answer again, under its numbers and in their order, before anything new.
  private mutating func welcomed(as name: String) -> [Output] {
    var dropped: [Pending] = []
    if let before = self.name, before != name {
      // Numbers count for one account.
      dropped = drop { _ in true }
      beginAnew()
    }
    self.name = name
    stage = .member
    announced = nil
    retryEnd = nil
    pace.reset()
    let again = pending.values.sorted { $0.number < $1.number }
    for request in again { pending[request.number]?.wasSentBefore = true }
    acknowledgements.connectionLost()
    return again.map { .send(.request(number: $0.number, $0.request)) } + acknowledge() + wantToken()
      + [.welcomed(name: name, dropped: dropped)]
  }

  /// Forgets what is known of the log.
  private mutating func beginAnew() {
    token = nil
    newest = .zero
    acknowledgements = Acknowledgements()
  }

  private mutating func wantToken() -> [Output] {
    guard retryFor > 0 else { return [] }
    let output = ask(.wantToken)
    tokenWish = lastNumber
    return [output]
  }

  private mutating func nextTry(at now: Uptime) -> Uptime {
    let next = now.advanced(bySeconds: pace.nextPause())
    return min(next, retryEnd ?? next)
  }

  // MARK: - Answers and events

  private mutating func answered(_ number: UInt64, _ reply: Reply) -> [Output] {
    if number == tokenWish {
      tokenWish = nil
      // Without a new one the old one stays good.
      if case .token(let token) = reply { self.token = token }
      return []
    }
    guard let request = pending[number] else { return [] }
    if reply.isLast { pending[number] = nil }
    let output = Output.answered(request, reply)
    switch (request.request, reply, stage) {
    case (.logIn, .welcome(let name), .admitted):
      return [output] + welcomed(as: name)
    case (.changePassword, .passwordChanged, .member), (.changePassword, .refused(.notStored), .member):
      // With the old password its tokens have gone, even if the new one could not be stored after all.
      guard token != nil else { return [output] }
      token = nil
      return [output] + wantToken()
    default:
      return [output]
    }
  }

  private mutating func happened(_ event: Event) -> [Output] {
    switch event {
    case .serverStopping(_, let isSettled): announced = .stopping(isSettled: isSettled)
    case .timedOut: announced = .timedOut
    case .putOut: announced = .putOut
    case .timeOutNear: return isLeaving ? [] : [.event(event)]
    case .message(let message):
      // What was not acknowledged before a connection was lost comes again.
      guard isMember, message.id > newest else { return [] }
      newest = message.id
      return [.event(event)]
    case .caughtUp, .loggedIn, .loggedOut, .announcement, .transferFailed, .deliveredTo, .messagesGone:
      return isMember ? [.event(event)] : []
    }
    guard !isLeaving else { return finishLeaving() }
    stage = .closing
    return [.event(event)]
  }

  // MARK: - Helpers

  private mutating func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  private mutating func ask(_ request: Request) -> Output {
    .send(.request(number: nextNumber(), request))
  }

  private mutating func acknowledge() -> [Output] {
    acknowledgements.take().map { [ask(.acknowledge($0))] } ?? []
  }

  private mutating func drop(where isMeant: (Pending) -> Bool) -> [Pending] {
    let dropped = pending.values.filter(isMeant)
    for request in dropped { pending[request.number] = nil }
    return dropped
  }

  /// Ends; whoever is not logged in need not be logged out.
  private mutating func finishLeaving(_ doubt: Ending.Doubt? = nil) -> [Output] {
    guard case .leaving(let farewell, let isMember, _, _) = stage else { return [] }
    return end(.left(farewell, unconfirmed: isMember ? doubt : nil))
  }

  private mutating func end(_ ending: Ending) -> [Output] {
    stage = .ended
    return [.ended(ending)]
  }
}
