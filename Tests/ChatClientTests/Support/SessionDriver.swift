import ChatCore
import ChatWire
import Testing

@testable import ChatClient

/// Stands on a session as a client does and speaks to it as a server does, with a clock of its own, and notes everything.
/// What a request is for is a number of its own.
struct SessionDriver {
  typealias Session = ClientSession<Int>

  static let token = [UInt8](repeating: 1, count: 32)

  var session: Session
  var now = Uptime(nanoseconds: 5_000_000_000)
  var sent: [(number: UInt64, request: Request)] = []
  var hellos = 0
  /// How often the server was called again.
  var calls = 0
  /// How often a password was wanted.
  var logInsWanted = 0
  var welcomes: [String] = []
  var answers: [(purpose: Int, reply: Reply)] = []
  var messages: [EntryID] = []
  /// The purposes of the requests that were given up.
  var dropped: [Int] = []
  var losses: [ConnectionLoss] = []
  var failedAttempts = 0
  var isFarewellLate = false
  var ending: Session.Ending?

  init(retryFor: Double = 0, isPlaintext: Bool = false) {
    session = Session(ClientHello(software: "test", run: 7), isPlaintext: isPlaintext, retryFor: retryFor)
    follow(session.connected())
  }

  /// Somebody who is logged in, with a token where that is of use.
  static func member(retryFor: Double = 0) -> SessionDriver {
    var driver = SessionDriver(retryFor: retryFor)
    driver.hello()
    driver.logIn()
    driver.reply(.welcome(name: "amy"))
    if retryFor > 0 { driver.reply(.token(token)) }
    driver.sent = []
    return driver
  }

  /// The requests, in their order.
  var requests: [Request] {
    sent.map(\.request)
  }

  mutating func hello(
    refusal: Refusal? = nil, version: UInt32 = ProtocolVersion.current, level: UInt32 = ProtocolVersion.level
  ) {
    receive(
      .hello(ServerHello(version: version, software: "test", keepAliveSeconds: 10, refusal: refusal, level: level)))
  }

  mutating func logIn() {
    follow(session.logIn(name: "amy", password: "secret"))
  }

  mutating func send(_ request: Request, for purpose: Int, isSentAgain: Bool = true) {
    follow([session.send(request, for: purpose, isSentAgain: isSentAgain)])
  }

  /// Answers the last request, or the one of `number`.
  mutating func reply(_ reply: Reply, to number: UInt64? = nil) {
    receive(.reply(number: number ?? sent.last?.number ?? 0, reply))
  }

  mutating func message(_ id: Int64) {
    receive(
      .event(
        .message(
          DeliveredMessage(
            id: EntryID(rawValue: id), time: WallTime(seconds: 0), kind: .broadcast, sender: .account("bob"),
            body: "hi", request: nil))))
  }

  mutating func show(_ ids: Int64...) {
    follow(session.shown(ids.map { EntryID(rawValue: $0) }, at: now))
  }

  mutating func receive(_ frame: ServerFrame) {
    follow(session.received(frame, at: now))
  }

  mutating func lose(_ cause: ConnectionLoss = .closed) {
    follow(session.connectionLost(cause, at: now))
  }

  mutating func leave(isHurried: Bool = false) {
    follow(session.leave(.quit, isHurried: isHurried, at: now))
  }

  /// Lets time pass up to each deadline within `seconds`.
  mutating func wait(_ seconds: Double) {
    let end = now.advanced(bySeconds: seconds)
    while ending == nil, let deadline = session.deadline, deadline <= end {
      now = max(now, deadline)
      follow(session.timePassed(at: now))
    }
    now = end
  }

  /// Waits until the server is called, which answers.
  mutating func reach() {
    let called = calls
    while calls == called, let deadline = session.deadline { wait(max(0, deadline.seconds(since: now))) }
    follow(session.connected())
  }

  /// The connection is lost and back.
  mutating func loseAndResume() {
    lose()
    reach()
    hello()
    #expect(requests.last == .resume(token: Self.token))
    reply(.welcome(name: "amy"))
  }

  mutating func follow(_ outputs: [Session.Output]) {
    for output in outputs {
      #expect(ending == nil, "\(output) after the end")
      switch output {
      case .connect: calls += 1
      case .send(.request(let number, let request)): sent.append((number, request))
      case .send(.hello(let hello)):
        #expect(hello.run == 7)
        hellos += 1
      case .send(let frame): Issue.record("unexpected \(frame)")
      case .logInWanted: logInsWanted += 1
      case .welcomed(let name, let dropped):
        welcomes.append(name)
        self.dropped += dropped.map(\.purpose)
      case .answered(let request, let reply): answers.append((request.purpose, reply))
      case .event(.message(let message)): messages.append(message.id)
      case .event: break
      case .lost(let cause, let dropped):
        losses.append(cause)
        self.dropped += dropped.map(\.purpose)
      case .attemptFailed: failedAttempts += 1
      case .farewellLate: isFarewellLate = true
      case .ended(let ending): self.ending = ending
      }
    }
  }
}
