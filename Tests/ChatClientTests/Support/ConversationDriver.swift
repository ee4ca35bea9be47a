import ChatCore
import ChatTerminal
import ChatWire
import Testing

@testable import ChatClient

/// Talks to a conversation as terminal and server do, with a clock of its own, and notes everything.
struct ConversationDriver {
  var conversation: Conversation
  var now = Uptime(nanoseconds: 5_000_000_000)
  /// What a pipe would show: each prompt on a line of its own.
  var screen: [String] = []
  /// The last prompt that was shown.
  var prompt: Prompt?
  /// Whether a line is wanted.
  var isTaking = false
  var requests: [(number: UInt64, request: Request)] = []
  /// What was said beside what was asked for.
  var notices: [String] = []
  /// Actions of transfers.
  var transfers: [TransferAction] = []
  var code: ExitCode?
  /// What is kept in sight above the prompt.
  var status: String?
  /// What is told of private messages.
  var receipts: String?
  /// How often the bell rang.
  var rings = 0
  /// How often the server was called again.
  var calls = 0
  /// How often a hello went out after the first.
  var hellosAgain = 0

  static let run: UInt64 = 7
  static let token = [UInt8](repeating: 1, count: 32)

  init(
    pace: Conversation.Pace = .oneAtATime, greeted: Bool = true, retryFor: Double = 0, style: MessageStyle = .plain,
    credentials: Credentials? = nil
  ) {
    conversation = Conversation(
      run: Self.run, software: "test", pace: pace, retryFor: retryFor, style: style, credentials: credentials)
    let actions = conversation.connected(at: now)
    #expect(actions == [.send(.hello(ClientHello(software: "test", run: Self.run)))])
    if greeted {
      hello()
      screen = []
    }
  }

  /// Somebody who is logged in and has seen everything.
  ///
  /// Who comes back from a lost connection has `token` to do so.
  static func member(
    _ name: String = "facebook", pace: Conversation.Pace = .oneAtATime, retryFor: Double = 0,
    style: MessageStyle = .plain
  ) -> ConversationDriver {
    var driver = ConversationDriver(pace: pace, retryFor: retryFor, style: style)
    driver.logIn(name)
    if retryFor > 0 {
      #expect(driver.request == .wantToken)
      driver.reply(.token(token))
    }
    driver.event(.caughtUp)
    if pace == .ahead {
      // What the program asks by itself.
      #expect(driver.requests.suffix(3).map(\.request) == [.whoelse, .listBlocked, .listFiles])
      driver.reply(.others([]), to: driver.requests.dropLast(2).last?.number)
      driver.reply(.blockedPeople([]), to: driver.requests.dropLast().last?.number)
      driver.reply(.waitingFiles([]))
    }
    driver.screen = []
    driver.requests = []
    return driver
  }

  /// The last request that went out.
  var request: Request? {
    requests.last?.request
  }

  mutating func hello(
    refusal: Refusal? = nil, version: UInt32 = ProtocolVersion.current, level: UInt32 = ProtocolVersion.level
  ) {
    receive(
      .hello(ServerHello(version: version, software: "test", keepAliveSeconds: 10, refusal: refusal, level: level)))
  }

  mutating func logIn(_ name: String) {
    type(name)
    reply(.nameKnown)
    type("secret")
    reply(.welcome(name: name))
  }

  mutating func type(_ line: String) {
    #expect(isTaking, "nobody asked for \(line)")
    isTaking = false
    perform(conversation.typed(line, at: now))
  }

  /// Answers the last request, or the one of `number`.
  mutating func reply(_ reply: Reply, to number: UInt64? = nil) {
    receive(.reply(number: number ?? requests.last?.number ?? 0, reply))
  }

  mutating func refuse(_ refusal: Refusal) {
    reply(.refused(refusal))
  }

  mutating func event(_ event: Event) {
    receive(.event(event))
  }

  mutating func message(
    _ id: Int64, _ body: String, from sender: SenderLabel = .account("Columbia"), kind: MessageKind = .private,
    request: ClientRequestID? = nil
  ) {
    event(
      .message(
        DeliveredMessage(
          id: EntryID(rawValue: id), time: WallTime(microseconds: 0), kind: kind, sender: sender, body: body,
          request: request)))
  }

  mutating func receive(_ frame: ServerFrame) {
    perform(conversation.received(frame, at: now))
  }

  mutating func news(_ news: TransferNews, of ticket: Int = 1) {
    perform(conversation.transfer(TransferTicket(rawValue: ticket), news, at: now))
  }

  /// Nothing more will be typed.
  mutating func endInput() {
    perform(conversation.inputEnded(at: now))
  }

  /// The connection is gone.
  mutating func lose(_ cause: ConnectionLoss = .closed) {
    perform(conversation.connectionLost(cause, at: now))
  }

  /// Waits until the server is called, and says that it is there.
  mutating func reach() {
    let called = calls
    while calls == called, code == nil, let deadline = conversation.deadline {
      wait(max(0, deadline.seconds(since: now)))
    }
    #expect(calls == called + 1)
    perform(conversation.connected(at: now))
  }

  /// The server is there again and takes the token.
  mutating func resume(_ name: String = "facebook") {
    reach()
    hello()
    guard case .resume = request else {
      Issue.record("no token was shown")
      return
    }
    reply(.welcome(name: name))
  }

  mutating func wait(_ seconds: Double) {
    now = now.advanced(bySeconds: seconds)
    if let deadline = conversation.deadline, deadline <= now {
      perform(conversation.timePassed(at: now))
    }
  }

  /// Takes what is on the screen.
  mutating func takeScreen() -> [String] {
    defer { screen = [] }
    return screen
  }

  mutating func perform(_ actions: [ConversationAction]) {
    for action in actions {
      #expect(code == nil, "\(action) after the end")
      switch action {
      case .show(let lines): screen += lines
      case .prompt(let next):
        prompt = next
        screen.append(next.text)
      case .takeLine:
        #expect(!isTaking, "asked twice")
        isTaking = true
      case .send(.request(let number, let request)):
        let isSentAgain = requests.contains { $0.number == number && $0.request == request }
        #expect(isSentAgain || number > (requests.map(\.number).max() ?? 0))
        requests.append((number, request))
      case .send(.hello): hellosAgain += 1
      case .status(let line): status = line
      case .connect: calls += 1
      case .send(let frame): Issue.record("unexpected \(frame)")
      case .receipts(let line): receipts = line
      case .ring: rings += 1
      case .notice(let lines): notices += lines
      case .exit(let code): self.code = code
      case .transfer(let action): transfers.append(action)
      }
    }
  }
}
