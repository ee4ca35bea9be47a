import ArgumentParser
import ChatSystem

/// The scenarios `fanout` and `private`: messages from senders to members, for a while.
struct ChatScenario {
  /// The receivers of each message: everybody, or one of its sender's own.
  enum Kind: String {
    case fanout, `private`
  }

  var kind = Kind.fanout
  /// The number of people, and of those among them who write: in `private` half of them.
  var members: Int
  var senders: Int
  /// The number of further people, who block all senders.
  var blockers = 0
  var flow: Chat.Flow
  /// The time that is measured, in seconds, and the time before it that is not.
  var seconds: Double
  var warmUp: Double?

  func run(_ target: Target) throws(LoadError) -> LoadReport {
    let crowd = try Crowd(target, people: members + blockers, senders: senders)
    defer { crowd.disband() }
    let chat =
      switch kind {
      case .fanout: Chat.broadcasts(crowd, senders: senders, audience: members, flow)
      case .private: Chat.pairs(crowd, senders, flow)
      }
    crowd.traffic = chat
    try crowd.logInAll()
    for blocker in crowd.members.dropFirst(members) {
      for sender in crowd.members.prefix(senders) { crowd.ask(.block(sender.name), blocker) }
    }
    chat.start(at: MonotonicClock.now())
    try crowd.run(seconds: warmUp ?? min(1, seconds))
    let usage = try crowd.measure(seconds: seconds) {
      chat.measure(MonotonicClock.now()..<MonotonicClock.now(plus: seconds))
    }
    chat.stop(at: MonotonicClock.now())
    try crowd.run(until: { chat.isSettled }, noting: { chat.progress })
    // In which messages would come that should not.
    try crowd.run(seconds: 0.05)
    return chat.report(kind.rawValue, members: members, usage: usage, seconds: seconds)
  }
}

struct ChatOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Messages of each sender on their way, until all have read them.", valueName: "count"))
  var window: Int?
  @Option(
    help: ArgumentHelp(
      "An open loop instead: messages a second of all senders together, whatever becomes of them.", valueName: "rate"))
  var rate: Double?
  @Option(help: ArgumentHelp("The length of a message.", valueName: "bytes")) var body = 64
  @Option(help: ArgumentHelp("How long is measured.", valueName: "seconds")) var seconds = 5.0
  @Option(help: ArgumentHelp("How long messages are sent before that.", valueName: "seconds")) var warmUp = 1.0

  func validate() throws {
    guard window == nil || rate == nil else { throw ValidationError("--window and --rate exclude each other.") }
    try check("--window", window ?? 1, in: 1...255)
    try check("--rate", isAboveZero: rate ?? 1)
    try check(body: body)
    guard seconds > 0, warmUp >= 0 else { throw ValidationError("--seconds takes more than 0.") }
  }

  func scenario(_ kind: ChatScenario.Kind, members: Int, senders: Int, blockers: Int = 0) -> ChatScenario {
    let flow = Chat.Flow(drive: rate.map { .rate($0) } ?? .window(window ?? 64), bodyBytes: body)
    return ChatScenario(
      kind: kind, members: members, senders: senders, blockers: blockers, flow: flow, seconds: seconds, warmUp: warmUp)
  }
}

struct FanOut: ScenarioCommand {
  static let configuration = CommandConfiguration(
    commandName: "fanout",
    abstract: "Some write to everybody.",
    discussion: "Example: chatload fanout 1234 --plaintext --members 100 --senders 8 --window 64")

  @OptionGroup var options: TargetOptions
  @Option(help: ArgumentHelp("How many are logged in.", valueName: "count")) var members = 100
  @Option(help: ArgumentHelp("How many of them write.", valueName: "count")) var senders = 8
  @Option(help: ArgumentHelp("How many more are logged in who block all of those.", valueName: "count")) var blockers =
    0
  @OptionGroup var chat: ChatOptions

  func validate() throws {
    try check("--members", members, in: 1...100_000)
    try check("--blockers", blockers, in: 0...10_000)
    guard (1...members).contains(senders) else { throw ValidationError("--senders takes 1 to the number of members.") }
  }

  func measure(_ target: Target) throws -> LoadReport {
    try chat.scenario(.fanout, members: members, senders: senders, blockers: blockers).run(target)
  }
}

struct Private: ScenarioCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pairs, one of whom writes to the other.",
    discussion: "Example: chatload private 1234 --plaintext --pairs 50 --window 64")

  @OptionGroup var options: TargetOptions
  @Option(help: ArgumentHelp("How many pairs.", valueName: "count")) var pairs = 50
  @OptionGroup var chat: ChatOptions

  func validate() throws {
    try check("--pairs", pairs, in: 1...50_000)
  }

  func measure(_ target: Target) throws -> LoadReport {
    try chat.scenario(.private, members: 2 * pairs, senders: pairs).run(target)
  }
}
