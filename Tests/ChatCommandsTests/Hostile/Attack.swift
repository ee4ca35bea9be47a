import ChatCore
import ChatTestSupport
import Testing

/// What a hostile client does.
enum Attack: String, CaseIterable, Sendable, CustomTestStringConvertible {
  /// Begins handshakes, hellos and requests, and does not end them.
  case halfFrames
  /// Goes on with them, but byte by byte.
  case byteByByte
  /// Announces frames of 4 GiB.
  case hugeLengths
  /// Connects and drops it, ten thousand times.
  case connectsAndDrops
  /// Has passwords checked, all of them wrong.
  case logInFlood
  /// Has messages sent to it, and reads none.
  case neverReading
  /// Asks and asks, and reads no answer.
  case neverReadingAnswers
  /// Resets connections within handshakes, records and frames.
  case resets
  /// Sends frames where they do not belong.
  case wrongOrder

  /// Where it comes from: not where the honest come from.
  static let source: UInt8 = 2

  var testDescription: String { rawValue }

  /// What the server is started with.
  var serverOptions: [String] {
    switch self {
    case .halfFrames, .byteByByte: ["--hello-time", "1", "--prompt-time", "1"]
    case .logInFlood: ["--password-cost", "12", "--max-failed-log-ins", "0", "--max-password-backlog", "100"]
    // That of the messages would help: what else is asked must be bounded without it.
    case .neverReadingAnswers: ["--message-rate", "0"]
    // What is announced is to end a connection, and not that the time for a hello is over.
    case .hugeLengths: ["--hello-time", "0", "--prompt-time", "0"]
    case .connectsAndDrops, .neverReading, .resets, .wrongOrder: []
    }
  }

  /// Does it, for a few seconds. It may use a thread of its own.
  func carryOut(port: Int) throws -> AttackReport {
    switch self {
    case .halfFrames: try Self.sendHalfFrames(port)
    case .byteByByte: try Self.sendByteByByte(port)
    case .hugeLengths: try Self.announceHugeLengths(port)
    case .connectsAndDrops: try Self.connectAndDrop(port)
    case .logInFlood: try Self.floodWithLogIns(port)
    case .neverReading: try Self.readNoMessages(port)
    case .neverReadingAnswers: try Self.readNoAnswers(port)
    case .resets: try Self.reset(port)
    case .wrongOrder: try Self.mixUpFrames(port)
    }
  }

  /// Does what makes the server open what it keeps open from then on.
  static func warmUp(port: Int) throws {
    let early = try member("early", port)
    let late = try member("late", port)
    _ = try late.ask(.leave(.logout))
    _ = try early.ask(.message(to: "late", body: "missed"))
    let again = try connected(port)
    try again.logIn("late")
    try again.wait(until: "what was missed is there") { again.shown.count == 1 }
    again.acknowledge()
    for client in [early, again] { _ = try client.ask(.leave(.logout)) }
  }

  /// A connection that has said hello.
  static func connected(_ port: Int) throws -> WireClient {
    let client = WireClient()
    try client.connect(port: port, from: source)
    try client.wait(until: "the server has answered") { client.hello != nil || !client.isOpen }
    return client
  }

  /// A connection in TLS that has not said hello.
  static func silent(_ port: Int) throws -> WireClient {
    let client = WireClient()
    try client.connect(port: port, from: source, saysHello: false)
    return client
  }

  /// Somebody who is logged in.
  static func member(_ name: String, _ port: Int) throws -> WireClient {
    let client = try connected(port)
    try client.register(name)
    try client.logIn(name)
    return client
  }
}
