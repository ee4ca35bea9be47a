import ChatCore
import ChatTestSupport
import ChatWire
import Testing

@testable import ChatClient

/// Connections cut at any step between a session and a server that remembers what it has carried out.
@Suite struct ClientSessionPropertyTests {
  @Test func aLossAtEachStepLosesAndDoublesNothing() {
    for cut in 0..<60 {
      for second in [nil, 1, 2, 5, 9] as [Int?] {
        var world = SessionWorld(seed: UInt64(cut))
        for _ in 0..<6 { world.ask() }
        world.run(cutAfter: cut)
        if let second { world.run(cutAfter: second) }
        world.check("cut after \(cut) frames, then after \(second ?? 0)")
      }
    }
  }

  @Test(arguments: 0..<TestLoad.rounds(20)) func lossesAtAnyTimeLoseAndDoubleNothing(_ number: Int) {
    let seed = SeededGenerator().seed
    var world = SessionWorld(seed: seed)
    for _ in 0..<3_000 { world.step() }
    world.check("seed \(seed)")
    #expect(world.cuts > 20 && world.asked > 50, "seed \(seed)")
  }
}

/// A session, its owner, its server, and what is on its way between them.
private struct SessionWorld {
  private var session = ClientSession<Int>(
    ClientHello(software: "test", run: 7), isPlaintext: false, retryFor: .infinity)
  private var now = Uptime(nanoseconds: 1)
  private var random: SeededGenerator
  private var up: [ClientFrame] = []
  private var down: [ServerFrame] = []
  private var isConnected = true
  private(set) var cuts = 0

  // The owner.
  private(set) var asked = 0
  private var answered: [Int: UInt64] = [:]
  private var shown: [EntryID] = []

  // The server.
  private var carriedOut: [UInt64] = []
  private var log: [EntryID] = []
  private var cursor = EntryID.zero
  private var tokens: [[UInt8]] = []

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    follow(session.connected())
    settle()
  }

  /// The owner asks for something that is to happen once.
  mutating func ask() {
    guard session.isMember, session.pending.count < ClientSession<Int>.mostPending else { return }
    asked += 1
    follow([session.send(.broadcast(body: "\(asked)"), for: asked)])
  }

  /// One random thing happens.
  mutating func step() {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<20: ask()
    case 20..<50: carryUp()
    case 50..<85: carryDown()
    case 85..<96: pass(Double.random(in: 0...5, using: &random))
    default: cut()
    }
  }

  /// So many frames arrive on either side before the connection is cut, and comes back.
  mutating func run(cutAfter count: Int) {
    for _ in 0..<count where !up.isEmpty || !down.isEmpty {
      up.isEmpty || !down.isEmpty && Bool.random(using: &random) ? carryDown() : carryUp()
    }
    cut()
    while !isConnected { pass(1) }
  }

  /// Nothing is cut any more: everything that was asked for has happened and was answered once, in its order.
  mutating func check(_ comment: String) {
    for _ in 0..<400 {
      settle()
      pass(0.5)
    }
    settle()
    #expect(session.isMember && session.pending.isEmpty, "\(comment)")
    #expect(answered.count == asked, "\(comment)")
    #expect(carriedOut.count == asked && carriedOut == carriedOut.sorted(), "\(comment)")
    #expect((1...max(1, asked)).compactMap { answered[$0] } == carriedOut, "\(comment)")
    #expect(shown == log && cursor == log.last ?? .zero, "\(comment)")
  }

  // MARK: - The owner

  private mutating func follow(_ outputs: [ClientSession<Int>.Output]) {
    for output in outputs {
      switch output {
      case .connect:
        isConnected = true
        follow(session.connected())
      case .send(let frame):
        if case .request(let number, .broadcast) = frame {
          #expect(!answered.values.contains(number), "\(number) was answered, and is sent again")
        }
        if isConnected { up.append(frame) }
      case .logInWanted:
        follow(session.logIn(name: "amy", password: "secret"))
      case .answered(let request, _):
        #expect(answered[request.purpose] == nil, "\(request.number) is answered twice")
        answered[request.purpose] = request.number
      case .event(.message(let message)):
        shown.append(message.id)
        follow(session.shown([message.id], at: now))
      case .welcomed(_, let dropped), .lost(_, let dropped):
        #expect(dropped.isEmpty)
      case .event, .attemptFailed:
        break
      case .farewellLate, .ended:
        Issue.record("\(output)")
      }
    }
  }

  private mutating func pass(_ seconds: Double) {
    now = now.advanced(bySeconds: seconds)
    if let deadline = session.deadline, deadline <= now { follow(session.timePassed(at: now)) }
  }

  // MARK: - The connection

  private mutating func cut() {
    guard isConnected else { return }
    cuts += 1
    isConnected = false
    // What is on its way to the server may arrive, or not; its answers do not.
    for _ in 0..<Int.random(in: 0...2, using: &random) { carryUp() }
    up = []
    down = []
    follow(session.connectionLost(Bool.random(using: &random) ? .closed : .silent, at: now))
  }

  private mutating func settle() {
    while !up.isEmpty || !down.isEmpty {
      carryUp()
      carryDown()
    }
  }

  private mutating func carryDown() {
    guard !down.isEmpty else { return }
    follow(session.received(down.removeFirst(), at: now))
  }

  // MARK: - The server

  private mutating func carryUp() {
    guard !up.isEmpty else { return }
    switch up.removeFirst() {
    case .hello:
      down.append(.hello(ServerHello(software: "test", keepAliveSeconds: 10, refusal: nil)))
    case .request(let number, .logIn):
      tokens = []
      welcome(number)
    case .request(let number, .resume(let token)):
      #expect(tokens.contains(token), "a token that the server has forgotten is shown")
      tokens = [token]
      welcome(number)
    case .request(let number, .wantToken):
      // The one that was used last is good until the new one is.
      tokens = tokens.prefix(1) + [[UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]]
      down.append(.reply(number: number, .token(tokens[tokens.count - 1])))
    case .request(_, .acknowledge(let id)):
      #expect(id <= log.last ?? .zero && shown.contains(id), "what was not shown is acknowledged")
      cursor = max(cursor, id)
    case .request(let number, .broadcast):
      guard !carriedOut.contains(number) else { return down.append(.reply(number: number, .doneBefore)) }
      carriedOut.append(number)
      log.append(EntryID(rawValue: Int64(log.count * 3 + 1)))
      down.append(message(log[log.count - 1]))
      down.append(.reply(number: number, .stored(log[log.count - 1])))
    case let frame:
      Issue.record("unexpected \(frame)")
    }
  }

  private mutating func welcome(_ number: UInt64) {
    down.append(.reply(number: number, .welcome(name: "amy")))
    down += log.filter { $0 > cursor }.map { message($0) }
    down.append(.event(.caughtUp))
  }

  private func message(_ id: EntryID) -> ServerFrame {
    .event(
      .message(
        DeliveredMessage(
          id: id, time: WallTime(seconds: 0), kind: .broadcast, sender: .account("amy"), body: "x", request: nil)))
  }
}
