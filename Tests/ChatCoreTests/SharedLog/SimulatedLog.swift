import ChatSystem
import ChatTestSupport

@testable import ChatCore

/// Several engines that follow one log, and the people on them. What goes to the log and comes from it is delayed, reordered
/// between servers, repeated when its answer is lost; servers pause and die. All of it from one seed.
struct SimulatedLog {
  /// A server: one run of an engine, what it has stored, and its connections.
  struct Server {
    let id: ServerID
    var engine: Engine
    /// How much of the log it has carried out.
    var applied = 0
    var records: [LogRecord] = []
    /// What it wants in the log, and may have there already.
    var inFlight: ItemBatch?
    var isPaused = false
    /// The connections, and who is behind each.
    var sessions: [SessionID: Int] = [:]
    /// What the engine has asked for: passwords, pages, bytes. It comes when it comes.
    var answers: [Input] = []
    /// What it has answered and the person has not heard, which is lost with the connection.
    var unheard: [(session: SessionID, number: UInt64, reply: Reply)] = []
    var lastSession: UInt64 = 0
  }

  /// A person with one client program, of which there may be another elsewhere, which sends again what it has no answer to.
  struct Person {
    let name: String
    var server: ServerID?
    var session: SessionID?
    var isIn = false
    /// What it believes: it asks for another account where the server knows none.
    var isRegistered = false
    var run: UInt64
    var lastNumber: UInt64 = 0
    var token: [UInt8]?
    /// What was asked and not answered, in order.
    var pending: [(number: UInt64, request: Request)] = []
    /// Messages that the server says are stored.
    var receipts: [String] = []
    var refused: Set<String> = []
    var lastShown = EntryID.zero
    var files: [(sender: String, name: String)] = []
  }

  static let maxCon = 4
  var random: SeededGenerator
  var servers: [Server] = []
  var people: [Person] = []
  /// The log: batches in their order, and when each was put in.
  private(set) var log: [(batch: ItemBatch, time: WallTime)] = []
  /// What servers that are dead have sent, and may still arrive.
  private var onTheWay: [ItemBatch] = []
  private var clock: Int64 = 1_000_000_000
  private var lastServer: Int64 = 0
  private var lastRun: UInt64 = 0
  private var lastBody = 0

  init(
    seed: UInt64, servers count: Int = 3,
    people names: [String] = ["amy", "amy", "bob", "cat", "cat", "dan", "eve", "fay"]
  ) {
    random = SeededGenerator(seed: seed)
    for _ in 0..<count { servers.append(makeServer()) }
    for name in names { people.append(Person(name: name, run: nextRun())) }
  }

  var now: Moment {
    Moment(
      uptime: Uptime(nanoseconds: clock), wall: WallTime(microseconds: 1_700_000_000_000_000 + clock / 1_000))
  }

  private mutating func nextRun() -> UInt64 {
    lastRun += 1
    return lastRun
  }

  private mutating func makeServer() -> Server {
    lastServer += 1
    let id = ServerID(rawValue: lastServer)
    var settings = Settings()
    settings[.resumeGrace] = 20
    var parameters = Parameters()
    _ = parameters.set(.maxCon, to: "\(Self.maxCon)")
    let tokens = Locked<UInt64>(UInt64(lastServer) << 32)
    let secrets = Secrets(
      random: { count in
        let number = tokens.withLock { number -> UInt64 in
          number += 1
          return number
        }
        return withUnsafeBytes(of: number.bigEndian) { [UInt8](repeating: 7, count: count - 8) + $0 }
      }, digest: RoomHarness.digest)
    return Server(
      id: id,
      engine: Engine(
        sharedAs: id, parameters: parameters, settings: settings, secrets: secrets, at: now))
  }

  // MARK: Steps

  /// Something happens.
  mutating func step() {
    clock += Int64.random(in: 1...200_000_000, using: &random)
    let place = servers.indices.randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<12: append(place)
    case 12..<26: read(place, atMost: Int.random(in: 1...4, using: &random))
    case 26..<36: answer(place)
    case 45..<65:
      if !servers[place].unheard.isEmpty { hear(place) }
    case 36: servers[place].isPaused = true
    case 37..<42: servers[place].isPaused = false
    case 42: if Int.random(in: 0..<4, using: &random) == 0 { kill(place) }
    case 43: take(.time, place)
    case 44:
      if !onTheWay.isEmpty { log.append((onTheWay.removeFirst(), max(log.last?.time ?? now.wall, now.wall))) }
    default: act(people.indices.randomElement(using: &random) ?? 0)
    }
  }

  /// Lets everything come to its end: all that was proposed is in the log, and all engines have carried it out.
  mutating func settle() {
    var isBusy = true
    while isBusy {
      isBusy = false
      for place in servers.indices {
        servers[place].isPaused = false
        while !servers[place].answers.isEmpty { answer(place) }
        while !servers[place].unheard.isEmpty { hear(place) }
        if servers[place].inFlight != nil || servers[place].applied < log.count { isBusy = true }
        append(place)
        read(place, atMost: .max)
        if servers[place].inFlight != nil || !servers[place].answers.isEmpty || !servers[place].unheard.isEmpty {
          isBusy = true
        }
      }
    }
  }

  /// What a server wants in the log gets there. Its answer may be lost; then it is put in again.
  private mutating func append(_ place: Int) {
    guard !servers[place].isPaused, let batch = servers[place].inFlight else { return }
    let last = log.last?.time ?? .init(microseconds: 0)
    log.append((batch, max(last, now.wall)))
    if Int.random(in: 0..<5, using: &random) > 0 { servers[place].inFlight = nil }
    proposeNext(place)
  }

  private mutating func read(_ place: Int, atMost count: Int) {
    guard !servers[place].isPaused else { return }
    var left = count
    while left > 0, servers[place].applied < log.count {
      let (batch, time) = log[servers[place].applied]
      servers[place].applied += 1
      left -= 1
      servers[place].engine.accept(batch, time: time, at: now)
      finishTurn(place)
    }
  }

  /// One thing that the engine has asked for comes.
  private mutating func answer(_ place: Int) {
    guard !servers[place].isPaused, !servers[place].answers.isEmpty else { return }
    take(servers[place].answers.removeFirst(), place)
  }

  private mutating func take(_ input: Input, _ place: Int) {
    guard !servers[place].isPaused else { return }
    servers[place].engine.take(input, at: now)
    finishTurn(place)
  }

  /// A server dies, and another run of it begins from the beginning of the log, which tells that the old one is gone.
  private mutating func kill(_ place: Int) {
    let old = servers[place]
    for person in Set(old.sessions.values) where people[person].server == old.id { lose(person) }
    if let batch = old.inFlight { onTheWay.append(batch) }
    servers[place] = makeServer()
    read(place, atMost: .max)
    servers[place].engine.propose(.serverGone(old.id), at: now)
    finishTurn(place)
  }

  // MARK: Servers

  private mutating func finishTurn(_ place: Int) {
    while true {
      var effects: [Effect] = []
      servers[place].engine.takeEffects(into: &effects)
      for effect in effects { carryOut(effect, place) }
      // Its disk answers at once: how an engine commits is shown elsewhere.
      if let batch = servers[place].engine.batchToCommit(at: now) {
        servers[place].records += batch.records
        var shown: [(DeliveredMessage, Audience)] = []
        servers[place].engine.committed(at: now) { shown.append(($0, $1)) }
        for (message, audience) in shown { deliver(message, to: audience, place) }
      } else if effects.isEmpty {
        break
      }
    }
    proposeNext(place)
  }

  private mutating func proposeNext(_ place: Int) {
    if servers[place].inFlight == nil { servers[place].inFlight = servers[place].engine.nextBatch() }
  }

  private mutating func carryOut(_ effect: Effect, _ place: Int) {
    switch effect {
    case .reply(let session, let number, let reply): servers[place].unheard.append((session, number, reply))
    case .checkPassword(let session, _, _):
      let isRight = Int.random(in: 0..<10, using: &random) > 0
      servers[place].answers.append(.passwordChecked(session, isRight: isRight))
    case .hashPassword(let session, _): servers[place].answers.append(.passwordHashed(session, .unusable))
    case .readPage(let session, let account, let after, let through):
      servers[place].answers.append(.pageRead(session, page(place, account, after, through)))
    case .awaitDrain(let session): servers[place].answers.append(.drained(session))
    case .beginUpload(_, _, let file, _):
      servers[place].answers.append(.uploadStored(file, digest: [UInt8](repeating: 1, count: 32)))
    case .close(let session):
      servers[place].answers.append(.closed(session))
      if let person = servers[place].sessions.removeValue(forKey: session), people[person].session == session,
        people[person].server == servers[place].id
      {
        lose(person)
      }
    case .deliver(let message, let audience): deliver(message, to: audience, place)
    default: break
    }
  }

  private func page(_ place: Int, _ account: AccountID, _ after: EntryID, _ through: EntryID) -> MessagePage {
    let messages = servers[place].records.compactMap { record -> ChatMessage? in
      guard record.id > after, record.id <= through,
        case .message(let kind, let sender, let destination, let body) = record.entry,
        destination == .everybody || destination == .person(account)
      else { return nil }
      return ChatMessage(
        id: record.id, time: record.time, kind: kind, sender: sender, to: destination, body: body,
        request: record.origin?.request)
    }
    return MessagePage(messages: messages, reached: through)
  }

  private mutating func deliver(_ message: DeliveredMessage, to audience: Audience, _ place: Int) {
    for (session, person) in servers[place].sessions
    where people[person].session == session && people[person].server == servers[place].id {
      switch audience {
      case .everyone(let except): guard !except.contains(session) else { continue }
      case .live(let one), .reader(let one): guard one == session else { continue }
      }
      people[person].lastShown = max(people[person].lastShown, message.id)
      if message.kind == .fileTransfer { people[person].files.append((message.sender.name, message.body)) }
    }
  }

  // MARK: People

  private mutating func act(_ index: Int) {
    guard let server = people[index].server, let place = servers.firstIndex(where: { $0.id == server }),
      let session = people[index].session
    else { return connect(index) }
    guard !servers[place].isPaused else { return }
    guard people[index].isIn else {
      if people[index].pending.isEmpty { enter(index) }
      return
    }
    let other = people.filter { $0.name != people[index].name }.randomElement(using: &random)?.name ?? ""
    lastBody += 1
    let body = "\(people[index].name) \(index) \(lastBody)"
    switch Int.random(in: 0..<40, using: &random) {
    case 0..<12: ask(.broadcast(body: body), index)
    case 12..<22: ask(.message(to: other, body: body), index)
    case 22..<25: ask(.block(other), index)
    case 25..<28: ask(.unblock(other), index)
    case 28..<31: send(.acknowledge(people[index].lastShown), number: 0, index)
    case 31: ask(.wantToken, index)
    case 32: ask(.offerFile(to: other, name: "f\(lastBody % 3)", size: 1), index)
    case 33..<35:
      if let file = people[index].files.randomElement(using: &random) {
        ask(.declineFile(from: file.sender, name: file.name), index)
      }
    case 35:
      ask(.leave(.logout), index)
    case 36, 37:
      take(.closed(session), place)
      servers[place].sessions[session] = nil
      lose(index)
    default: ask(.whoelse, index)
    }
  }

  private mutating func connect(_ index: Int) {
    guard let place = servers.indices.randomElement(using: &random), !servers[place].isPaused else { return }
    servers[place].lastSession += 1
    let session = SessionID(rawValue: servers[place].lastSession)
    servers[place].sessions[session] = index
    people[index].server = servers[place].id
    people[index].session = session
    take(.opened(session, address: "127.0.0.1", place: people[index].name, peer: "", run: people[index].run), place)
    enter(index)
  }

  private mutating func enter(_ index: Int) {
    let name = people[index].name
    people[index].pending.removeAll { !$0.request.isChange }
    if let token = people[index].token, Int.random(in: 0..<4, using: &random) > 0 {
      ask(.resume(token: token), index)
    } else {
      switch Int.random(in: 0..<20, using: &random) {
      case _ where !people[index].isRegistered: ask(.register(name: name, password: "secret", code: nil), index)
      case 0: ask(.register(name: name, password: "secret", code: nil), index)
      case 1: ask(.verifyDeparture(name: name, password: "secret"), index)
      default: ask(.logIn(name: name, password: "secret"), index)
      }
    }
  }

  private mutating func ask(_ request: Request, _ index: Int) {
    guard people[index].pending.count < 8 else { return }
    people[index].lastNumber += 1
    people[index].pending.append((people[index].lastNumber, request))
    send(request, number: people[index].lastNumber, index)
  }

  private mutating func send(_ request: Request, number: UInt64, _ index: Int) {
    guard let server = people[index].server, let place = servers.firstIndex(where: { $0.id == server }),
      let session = people[index].session
    else { return }
    take(.request(session, number: number, request), place)
  }

  /// The connection is gone; changes that were not answered are sent again on the next one.
  private mutating func lose(_ index: Int) {
    people[index].session = nil
    people[index].server = nil
    people[index].isIn = false
    people[index].pending.removeAll { !$0.request.isChange }
  }

  private mutating func hear(_ place: Int) {
    let (session, number, reply) = servers[place].unheard.removeFirst()
    guard let index = servers[place].sessions[session], people[index].session == session,
      people[index].server == servers[place].id,
      let asked = people[index].pending.firstIndex(where: { $0.number == number })
    else { return }
    guard Int.random(in: 0..<25, using: &random) > 0 else {
      // The connection is lost with the answer in it.
      servers[place].sessions[session] = nil
      servers[place].answers.append(.closed(session))
      return lose(index)
    }
    let request = people[index].pending.remove(at: asked).request
    var body: String?
    switch request {
    case .broadcast(let text), .message(_, let text): body = text
    default: break
    }
    switch reply {
    case .stored, .storedForLater, .doneBefore:
      if let body { people[index].receipts.append(body) }
    case .refused:
      if let body { people[index].refused.insert(body) }
      if case .resume = request { people[index].token = nil }
      if reply == .refused(.unknownName) { people[index].isRegistered = false }
      if case .register = request { people[index].isRegistered = true }
    case .welcome:
      people[index].isIn = true
      for (number, request) in people[index].pending where request.isChange { send(request, number: number, index) }
      ask(.wantToken, index)
    case .token(let token): people[index].token = token
    case .registered: people[index].isRegistered = true
    case .deregistered: people[index].isRegistered = false
    case .departureVerified: ask(.deregister, index)
    default: break
    }
  }
}
