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
  /// Actions of transfers.
  var transfers: [ConversationAction] = []
  var code: ExitCode?

  static let run: UInt64 = 7

  init(pace: Conversation.Pace = .oneAtATime, greeted: Bool = true) {
    conversation = Conversation(run: Self.run, software: "test", pace: pace)
    let actions = conversation.connected()
    #expect(actions == [.send(.hello(ClientHello(software: "test", run: Self.run)))])
    if greeted {
      hello()
      screen = []
    }
  }

  /// Somebody who is logged in and has seen everything.
  static func member(_ name: String = "facebook", pace: Conversation.Pace = .oneAtATime) -> ConversationDriver {
    var driver = ConversationDriver(pace: pace)
    driver.logIn(name)
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

  mutating func hello(refusal: Refusal? = nil, version: UInt32 = ProtocolVersion.current) {
    receive(.hello(ServerHello(version: version, software: "test", keepAliveSeconds: 10, refusal: refusal)))
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
        #expect(number > (requests.last?.number ?? 0))
        requests.append((number, request))
      case .send(let frame): Issue.record("unexpected \(frame)")
      case .exit(let code): self.code = code
      default: transfers.append(action)
      }
    }
  }
}
