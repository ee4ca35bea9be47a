import ChatCore
import ChatTestSupport
import ChatWire
import Testing

@testable import ChatClient

/// Conversations of several people in one room, over connections that are cut at any moment: what is on its way in either
/// direction is lost from some point on, and the server learns of it sooner or later, or when the client is back.
struct CutWorld {
  /// One person with a client program.
  struct Person {
    let name: String
    var conversation: Conversation
    /// The server's side of the connection, once its hello has arrived.
    var session: SessionID?
    var isConnected = false
    /// What is on its way to the server.
    var up: [ClientFrame] = []
    /// The server's own frames on their way, before those of the inbox.
    var greeting: [ServerFrame] = []
    /// How much of the inbox has arrived.
    var read = 0
    var isTaking = false
    var said = 0
    /// How much of it was said without a connection.
    var kept = 0
    var shown: [String] = []
    var code: ExitCode?
  }

  /// For how long who is lost tries to come back, and is waited for, in seconds.
  private static let retryFor = 300.0

  private var harness: RoomHarness
  private(set) var people: [Person] = []
  private var random: SeededGenerator
  /// Connections that only the server still believes in.
  private var halfOpen: [SessionID] = []
  private(set) var cuts = 0

  init(_ names: [String], seed: UInt64) {
    random = SeededGenerator(seed: seed)
    // Who is cut again and again on the way back pauses for up to a minute, longer than the usual grace: it would be told
    // as gone, and rightly so.
    var settings = Settings()
    settings[.resumeGrace] = Self.retryFor
    harness = RoomHarness(settings: settings)
    for (index, name) in names.enumerated() {
      harness.register(name)
      people.append(
        Person(
          name: name,
          conversation: Conversation(
            run: UInt64(index) + 100, software: "test", pace: index == 0 ? .oneAtATime : .ahead,
            retryFor: Self.retryFor)))
    }
    for index in people.indices {
      connect(index)
      quiesce()
      type(index, name(index))
      quiesce()
      type(index, RoomHarness.password(of: name(index)))
      quiesce()
    }
    for index in people.indices {
      people[index].shown = []
    }
  }

  /// One random thing happens.
  mutating func step() {
    let index = Int.random(in: people.indices, using: &random)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<25: say(index)
    case 25..<50: carryUp(index)
    case 50..<80: carryDown(index)
    case 80..<90: pass(Double.random(in: 0...0.3, using: &random))
    case 90..<96: cut(index)
    case 96..<98: tellServer()
    case 98 where Int.random(in: 0..<5, using: &random) == 0: crash()
    default: break
    }
  }

  /// Nothing is cut any more, and all that is on its way arrives.
  mutating func heal() {
    for _ in 0..<200 {
      quiesce()
      pass(0.5)
    }
    quiesce()
  }

  // MARK: - People

  private func name(_ index: Int) -> String {
    people[index].name
  }

  private mutating func say(_ index: Int) {
    guard people[index].isTaking else { return }
    if people[index].conversation.isAbsent {
      guard people[index].kept < Absence.mostLines else { return }
      people[index].kept += 1
    } else {
      people[index].kept = 0
    }
    people[index].said += 1
    let body = "\(name(index)) \(people[index].said)"
    let isPrivate = Bool.random(using: &random)
    let other = people.indices.filter { $0 != index }.randomElement(using: &random) ?? index
    type(index, isPrivate ? "message \(name(other)) to \(name(other)) \(body)" : "broadcast to all \(body)")
  }

  private mutating func type(_ index: Int, _ line: String) {
    guard people[index].isTaking else { return }
    people[index].isTaking = false
    perform(people[index].conversation.typed(line, at: harness.clock.now.uptime), index)
  }

  private mutating func perform(_ actions: [ConversationAction], _ index: Int) {
    for action in actions {
      switch action {
      case .show(let lines): people[index].shown += lines
      case .takeLine: people[index].isTaking = true
      case .send(let frame) where people[index].isConnected: people[index].up.append(frame)
      case .connect: connect(index)
      case .exit(let code): people[index].code = code
      default: break
      }
    }
  }

  // MARK: - Connections

  private mutating func connect(_ index: Int) {
    people[index].isConnected = true
    people[index].session = nil
    people[index].up = []
    people[index].greeting = []
    people[index].read = 0
    perform(people[index].conversation.connected(at: harness.clock.now.uptime), index)
  }

  private mutating func carryUp(_ index: Int) {
    guard people[index].isConnected, !people[index].up.isEmpty else { return }
    switch people[index].up.removeFirst() {
    case .hello(let hello):
      people[index].session = harness.connect(run: hello.run)
      people[index].greeting = [
        .hello(ServerHello(software: "test", keepAliveSeconds: 10, refusal: harness.refusal))
      ]
    case .request(let number, let request):
      if let session = people[index].session { harness.ask(session, request, number: number) }
    default:
      break
    }
  }

  private mutating func carryDown(_ index: Int) {
    guard people[index].isConnected else { return }
    let frame: ServerFrame
    if !people[index].greeting.isEmpty {
      frame = people[index].greeting.removeFirst()
    } else if let session = people[index].session, let inbox = harness.inboxes[session],
      people[index].read < inbox.frames.count
    {
      switch inbox.frames[people[index].read] {
      case .reply(let number, let reply): frame = .reply(number: number, reply)
      case .event(let event): frame = .event(event)
      }
      people[index].read += 1
    } else {
      return
    }
    perform(people[index].conversation.received(frame, at: harness.clock.now.uptime), index)
  }

  private mutating func cut(_ index: Int) {
    guard people[index].isConnected, people[index].code == nil else { return }
    cuts += 1
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      carryUp(index)
      carryDown(index)
    }
    let session = people[index].session
    lose(index)
    guard let session else { return }
    if Bool.random(using: &random) {
      harness.lose(session)
    } else {
      halfOpen.append(session)
    }
  }

  private mutating func lose(_ index: Int) {
    people[index].isConnected = false
    people[index].session = nil
    people[index].up = []
    perform(people[index].conversation.connectionLost(.closed, at: harness.clock.now.uptime), index)
  }

  private mutating func tellServer() {
    guard !halfOpen.isEmpty else { return }
    harness.lose(halfOpen.removeFirst())
  }

  private mutating func crash() {
    harness.crash()
    halfOpen = []
    for index in people.indices where people[index].isConnected {
      lose(index)
    }
  }

  private mutating func pass(_ seconds: Double) {
    harness.pass(seconds)
    let now = harness.clock.now.uptime
    for index in people.indices {
      if let deadline = people[index].conversation.deadline, deadline <= now {
        perform(people[index].conversation.timePassed(at: now), index)
      }
    }
  }

  private mutating func quiesce() {
    for _ in 0..<1_000 {
      for index in people.indices {
        for _ in 0..<4 {
          carryUp(index)
          carryDown(index)
        }
      }
      guard people.contains(where: { $0.isConnected && !isDone($0) }) else { return }
    }
    Issue.record("the room does not come to rest")
  }

  private func isDone(_ person: Person) -> Bool {
    let frames = person.session.flatMap { harness.inboxes[$0]?.frames.count } ?? person.read
    return person.up.isEmpty && person.greeting.isEmpty && person.read >= frames
  }
}
