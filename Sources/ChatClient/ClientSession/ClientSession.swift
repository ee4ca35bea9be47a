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
    /// The farewell is on its way.
    case leaving(Departure)
    /// Nothing more is done.
    case ended
  }

  /// A farewell that is on its way to the server.
  struct Departure {
    let farewell: Farewell
    /// Whether this is a member, who counts as online until the server has read the farewell.
    let isMember: Bool
    /// Whether the session ends at `deadline`, answer or not. Else it goes on waiting: a server that holds this member
    /// back for having sent too fast reads the farewell late, and a program that has ended with 0 must be logged out.
    let isHurried: Bool
    /// When something is done about a missing answer; nil to wait for as long as the connection lives.
    var deadline: Uptime?
  }

  /// A request whose answer has not come.
  struct Pending {
    let number: UInt64
    let request: Request
    let purpose: Purpose
    /// Whether it goes out on the next connection too, under its number.
    let isSentAgain: Bool
    /// Whether it was sent on an earlier connection.
    var wasSentBefore = false
  }

  /// The most requests that may wait for their answers before the owner sends more of its own accord: half of what the
  /// server reads on with, so that transfers and acknowledgements have room.
  static var mostPending: Int { Int(RunProgress.window) / 2 }
  /// The longest time without a word of the server after a farewell, in seconds.
  static var longestSilence: Double { 2 }

  private let run: UInt64
  private let software: String
  private let isPlaintext: Bool
  /// For how long a lost server is looked for, in seconds, infinity included; 0 to end instead.
  var retryFor: Double

  var stage = Stage.connecting
  /// The owner's requests without an answer, by number.
  var pending: [UInt64: Pending] = [:]
  /// The number given last. Numbers only grow, over all connections of the run.
  private(set) var lastNumber: UInt64 = 0
  /// The server's word on the end of the present connection, or of the last one.
  var announced: Announcement?

  /// The account that was logged in last.
  var name: String?
  /// A secret that the server takes in place of the password on the next connection.
  var token: [UInt8]?
  var tokenWish: UInt64?
  var newest = EntryID.zero
  var acknowledgements = Acknowledgements()
  var pace: ReconnectPace
  /// When coming back is given up; nil while no member's connection is lost.
  var retryEnd: Uptime?

  /// A session whose server is being called.
  ///
  /// - Parameters:
  ///   - run: 64 random bits that name this run of the program.
  ///   - software: name and version of this program, for the server's log.
  ///   - isPlaintext: whether the connection is not encrypted.
  ///   - retryFor: for how long a lost server is looked for, in seconds; 0 to end instead.
  init(run: UInt64, software: String, isPlaintext: Bool, retryFor: Double) {
    self.run = run
    self.software = software
    self.isPlaintext = isPlaintext
    self.retryFor = retryFor
    pace = ReconnectPace(seed: run)
  }

  /// Whether somebody is logged in, on a connection that the server has not said it closes.
  var isMember: Bool {
    if case .member = stage { true } else { false }
  }

  /// Whether a member's connection was lost, and is not back.
  var isComingBack: Bool {
    retryEnd != nil
  }

  /// Whether the farewell is on its way.
  var isLeaving: Bool {
    if case .leaving = stage { true } else { false }
  }

  /// When `timePassed` has something to do; nil when nothing waits for a time.
  var deadline: Uptime? {
    switch stage {
    case .member: acknowledgements.due
    case .knocking(let until), .pausing(let until): until
    case .leaving(let departure): departure.deadline
    case .connecting, .greeting, .admitted, .loggingIn, .closing, .ended: nil
    }
  }

  // MARK: - What happens

  /// The connection is there; also in place of one that was lost before the server's hello.
  mutating func connected() -> [Output] {
    switch stage {
    case .connecting, .greeting:
      stage = .greeting
      return [.send(.hello(ClientHello(software: software, run: run)))]
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
    case (.leaving, .reply(_, .goodbye)): finishLeaving(.settled)
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
    let mayComeBack = name != nil && retryFor > 0 && announced != .putOut
    guard mayComeBack, isComingBack || cause.isTransient else {
      let isGreeting = if case .greeting = stage { true } else { false }
      return end(.lost(cause, mayBeEncrypted: isGreeting && isPlaintext))
    }
    let dropped = dropPending { !$0.isSentAgain }
    tokenWish = nil
    if let retryEnd {
      guard now < retryEnd else { return end(.givenUp) }
      stage = .pausing(until: nextTry(at: now))
      return [.attemptFailed]
    }
    retryEnd = now.advanced(bySeconds: min(retryFor, Parameters.longest))
    stage = .pausing(until: nextTry(at: now))
    return [.lost(cause, dropped: dropped)]
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
      if let retryEnd, retryEnd <= now { return end(.givenUp) }
      return enter()
    case .leaving(var departure):
      guard !departure.isHurried else { return finishLeaving(.unanswered) }
      departure.deadline = nil
      stage = .leaving(departure)
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

  /// A request that goes out now.
  ///
  /// - Parameters:
  ///   - number: the one that it had before; nil for the next one.
  ///   - isSentAgain: whether it goes out on the next connection too, under its number, if this one is lost before the
  ///     answer.
  mutating func send(
    _ request: Request, for purpose: Purpose, number: UInt64? = nil, isSentAgain: Bool = true
  ) -> ClientFrame {
    let number = number ?? nextNumber()
    pending[number] = Pending(number: number, request: request, purpose: purpose, isSentAgain: isSentAgain)
    return .request(number: number, request)
  }

  /// Waits no more for the answers to requests of this kind.
  mutating func forget(where isMeant: (Purpose) -> Bool) {
    _ = dropPending { isMeant($0.purpose) }
  }

  /// The messages of these ids are shown, or dropped for good: that is told to the server soon.
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
    case .admitted where !isComingBack:
      break
    case .connecting, .greeting, .admitted, .loggingIn, .knocking, .closing, .pausing:
      return end(.left(farewell, .settled))
    }
    let acknowledgement = isMember ? acknowledge() : []
    stage = .leaving(
      Departure(
        farewell: farewell, isMember: isMember, isHurried: isHurried || !isMember,
        deadline: now.advanced(bySeconds: Self.longestSilence)))
    return acknowledgement + [.send(.request(number: nextNumber(), .leave(farewell)))]
  }

  /// Ends without the answer to a farewell that is on its way.
  mutating func stopWaiting() -> [Output] {
    finishLeaving(.unanswered)
  }

  /// Ends without a word.
  mutating func end() {
    stage = .ended
  }

  // MARK: - Answers and events

  private mutating func answered(_ number: UInt64, _ reply: Reply) -> [Output] {
    if number == tokenWish {
      tokenWish = nil
      // Without a new one the old one stays good.
      if case .token(let token) = reply { self.token = token }
      return []
    }
    guard let answered = pending[number] else { return [] }
    switch answered.request {
    case .offerFile, .resumeUpload: if reply.isLast { pending[number] = nil }
    default: pending[number] = nil
    }
    let output = Output.answered(answered, reply)
    switch (answered.request, reply, stage) {
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
    guard !isLeaving else { return finishLeaving(.settled) }
    stage = .closing
    return [.event(event)]
  }

  // MARK: - Helpers

  /// The next number of a request.
  mutating func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  /// Acknowledges all that was shown.
  mutating func acknowledge() -> [Output] {
    acknowledgements.take().map { [.send(.request(number: nextNumber(), .acknowledge($0)))] } ?? []
  }

  /// Forgets these requests.
  mutating func dropPending(where isMeant: (Pending) -> Bool) -> [Pending] {
    let dropped = pending.values.filter(isMeant)
    for request in dropped { pending[request.number] = nil }
    return dropped
  }

  private mutating func finishLeaving(_ confirmation: Confirmation) -> [Output] {
    guard case .leaving(let departure) = stage else { return [] }
    return end(.left(departure.farewell, departure.isMember ? confirmation : .settled))
  }

  /// Ends, and says how.
  mutating func end(_ ending: Ending) -> [Output] {
    stage = .ended
    return [.ended(ending)]
  }
}
