import ChatCore
import ChatWire
import Testing

@testable import ChatClient

/// Talks to a scripted conversation as the standard streams and the server do, with a clock of its own, and notes all.
struct ScriptDriver {
  static let run: UInt64 = 7

  var conversation: ScriptedConversation
  var now = Uptime(nanoseconds: 5_000_000_000)
  /// What stands on standard output.
  var output: [String] = []
  /// The ids that the lines there show.
  var shown: [EntryID] = []
  /// What stands on standard error.
  var notices: [String] = []
  var requests: [(number: UInt64, request: Request)] = []
  /// How often the server was looked for again.
  var calls = 0
  /// Whether some of the input is wanted.
  var isReading = false
  var code: ExitCode?

  init(_ input: ScriptOptions.Input, _ change: (inout ScriptOptions) -> Void = { _ in }) {
    var options = ScriptOptions(name: "bot", password: "secret", input: input)
    change(&options)
    conversation = ScriptedConversation(options, run: Self.run, software: "test")
  }

  /// One that is logged in and has missed nothing.
  static func member(
    _ input: ScriptOptions.Input, _ change: (inout ScriptOptions) -> Void = { _ in }
  ) -> ScriptDriver {
    var driver = ScriptDriver(input, change)
    driver.logIn()
    driver.event(.caughtUp)
    driver.output = []
    return driver
  }

  /// The requests that were not acknowledgements, in their order.
  var asked: [Request] {
    requests.map(\.request).filter { if case .acknowledge = $0 { false } else { true } }
  }

  /// What was acknowledged last.
  var acknowledged: EntryID? {
    requests.compactMap { if case .acknowledge(let id) = $0.request { id } else { nil } }.last
  }

  mutating func logIn() {
    connect()
    reply(.welcome(name: "bot"))
    requests = []
  }

  mutating func connect(refusal: Refusal? = nil) {
    greet(ServerHello(version: ProtocolVersion.current, software: "test", keepAliveSeconds: 10, refusal: refusal))
  }

  /// The connection is there, and the server says this.
  mutating func greet(_ hello: ServerHello) {
    perform(conversation.connected(at: now))
    receive(.hello(hello))
  }

  mutating func receive(_ frame: ServerFrame) {
    perform(conversation.received(frame, at: now))
  }

  mutating func event(_ event: Event) {
    receive(.event(event))
  }

  /// Answers the last request, or that of `number`.
  mutating func reply(_ reply: Reply, to number: UInt64? = nil) {
    receive(.reply(number: number ?? requests.last?.number ?? 0, reply))
  }

  mutating func message(
    _ id: Int64, _ body: String, from name: String = "bob", request: ClientRequestID? = nil
  ) {
    event(
      .message(
        DeliveredMessage(
          id: EntryID(rawValue: id), time: WallTime(seconds: 0), kind: .private, sender: .account(name), body: body,
          request: request)))
  }

  mutating func read(_ text: String) {
    #expect(isReading, "nothing is to be read now")
    isReading = false
    perform(conversation.read(Array(text.utf8), at: now))
  }

  mutating func endInput() {
    #expect(isReading, "nothing is to be read now")
    isReading = false
    perform(conversation.read([], at: now))
  }

  mutating func lose(_ cause: ConnectionLoss = .closed) {
    perform(conversation.connectionLost(cause, at: now))
  }

  /// The server is not there.
  mutating func cannotReach() {
    perform(conversation.unreachable("no way", at: now))
  }

  mutating func interrupt() {
    perform(conversation.interrupted(at: now))
  }

  /// Lets time pass up to each deadline within `seconds`.
  mutating func wait(_ seconds: Double) {
    let end = now.advanced(bySeconds: seconds)
    while code == nil, let deadline = conversation.deadline, deadline <= end {
      now = max(now, deadline)
      perform(conversation.timePassed(at: now))
    }
    now = end
  }

  private mutating func perform(_ actions: [ScriptAction]) {
    for action in actions where code == nil {
      switch action {
      case .open: calls += 1
      case .send(.request(let number, let request)): requests.append((number, request))
      case .send: break
      case .read: isReading = true
      case .write(let line, let id):
        output.append(line)
        if let id {
          shown.append(id)
          perform(conversation.written(id, at: now))
        }
      case .notice(let sentence): notices.append(sentence)
      case .exit(let code): self.code = code
      }
    }
  }
}
