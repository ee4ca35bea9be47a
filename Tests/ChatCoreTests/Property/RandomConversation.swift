import ChatCore
import ChatTestSupport

/// Twenty people, a server and a disk that do whatever they like, one step at a time.
struct RandomConversation {
  static let names = (1...20).map { "user\($0)" }
  static let maxCon = 12

  private(set) var room: RoomHarness
  /// Every program that ever ran, in the order in which they were started.
  private(set) var programs: [ClientProgram] = []
  /// Whether more than MaxCon were ever online.
  private(set) var isOverfull = false
  /// Everything that anybody wanted to write, to the byte.
  private(set) var texts: Set<TypedText> = []
  private var random: SeededGenerator
  /// By name: the program that runs now, as its place in `programs`.
  private var running: [Int?] = Array(repeating: nil, count: names.count)
  private var written = 0
  private let mayFlood: Bool
  private let filler = String(repeating: "x", count: 8_000)

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    var settings = Settings()
    settings[.resumeGrace] = seed.isMultiple(of: 5) ? 0 : 30
    room = RoomHarness(settings: settings)
    room.set(.maxCon, to: "\(Self.maxCon)")
    for name in Self.names.prefix(12) {
      room.register(name)
    }
    room.isPrompt = false
    room.holdsPasswords = true
    mayFlood = seed.isMultiple(of: 16)
  }

  /// Takes `count` steps, then lets everything come to rest and everybody read all.
  mutating func run(steps: Int) {
    for _ in 0..<steps {
      step()
      isOverfull = isOverfull || room.room.onlineCount > Self.maxCon
    }
    finish()
  }

  private mutating func step() {
    switch Int.random(in: 0..<400, using: &random) {
    case 0..<110: talk()
    case 110..<180: read()
    case 180..<210: withMember { program, room, _ in program.acknowledge(to: &room) }
    case 210..<240: come()
    case 240..<265: answerPasswords()
    case 265..<281: room.beginCommit()
    case 281..<295: room.endCommit()
    case 295..<299: if room.hasMoreToShow { room.showCommitted() }
    case 299..<315: deliverPage()
    case 315..<327: drain()
    case 327..<335: hearLag()
    case 335..<343: stick()
    case 343..<351: withMember { program, room, _ in program.loseConnection(&room) }
    case 351..<354: killProgram()
    case 354..<359: withMember { program, room, _ in program.leave(&room) }
    case 359..<367: withMember { program, room, _ in program.retry(to: &room) }
    case 367..<371: room.pass(Double.random(in: 0...40, using: &random))
    case 371..<376: register()
    case 376: deregister()
    case 377..<380: room.failCommit()
    case 380..<394: room.leaveReadOnly()
    case 394: room.crash(batchArrived: Bool.random(using: &random))
    default: flood()
    }
  }

  // MARK: People

  /// Does something with a program that is logged in, as far as it knows.
  private mutating func withMember(
    _ body: (inout ClientProgram, inout RoomHarness, inout SeededGenerator) -> Void
  ) {
    let members = running.compactMap { place in place.flatMap { programs[$0].isMember ? $0 : nil } }
    guard let place = members.randomElement(using: &random) else { return }
    body(&programs[place], &room, &random)
  }

  /// Some programs read some of what has come for them.
  private mutating func read() {
    for place in running.compactMap(\.self) where Int.random(in: 0..<4, using: &random) == 0 {
      programs[place].read(Int.random(in: 1...60, using: &random), from: &room)
      if programs[place].phase == .ended {
        stop(place)
      }
    }
  }

  private mutating func stop(_ place: Int) {
    if let person = running.firstIndex(of: place) {
      running[person] = nil
    }
  }

  /// Some start a program, or one that lost its connection tries again.
  private mutating func come() {
    for _ in 0..<4 {
      come(Int.random(in: 0..<running.count, using: &random))
    }
  }

  private mutating func come(_ person: Int) {
    let place = running[person] ?? programs.count
    if running[person] == nil {
      programs.append(ClientProgram(run: UInt64(1_000 + programs.count), name: Self.names[person]))
      running[person] = place
    }
    programs[place].connect(to: &room)
  }

  private mutating func talk() {
    let other = Self.names.randomElement(using: &random) ?? ""
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      written += 1
      let outer = [("", ""), (" ", "\u{E9}\n"), ("\n\t", "e\u{301} ")][written % 3]
      let body = "\(outer.0)\(written)\(outer.1)"
      texts.insert(TypedText(body))
      let request: Request =
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<11: .broadcast(body: body)
        case 11..<16: .message(to: other, body: body)
        case 16..<18: .block(other)
        default: .unblock(other)
        }
      withMember { program, room, _ in program.send(request, to: &room) }
    }
  }

  /// So much is written that the tail lets go of what is committed.
  private mutating func flood() {
    guard mayFlood, written < 3_000 else { return }
    room.beginCommit()
    for place in running.compactMap(\.self).filter({ programs[$0].isMember }).prefix(3) {
      for _ in 0..<200 {
        written += 1
        let body = "\(written) " + filler
        texts.insert(TypedText(body))
        programs[place].send(.broadcast(body: body), to: &room)
      }
    }
    room.endCommit()
  }

  private mutating func killProgram() {
    guard let place = running.compactMap(\.self).randomElement(using: &random) else { return }
    programs[place].loseConnection(&room)
    stop(place)
  }

  private mutating func register() {
    guard let name = Self.names.randomElement(using: &random), let session = room.connect(from: "192.0.2.1") else {
      return
    }
    // A name that was free for a while comes back in another case of letters, and the blocks against it hold.
    let spelling = Bool.random(using: &random) ? name.uppercased() : name
    room.ask(session, .register(name: spelling, password: RoomHarness.password(of: name)))
    room.answerPassword(of: session)
    room.lose(session)
  }

  private mutating func deregister() {
    guard let name = Self.names.randomElement(using: &random), let session = room.connect(from: "192.0.2.1") else {
      return
    }
    room.ask(session, .verifyDeparture(name: name, password: RoomHarness.password(of: name)))
    room.answerPassword(of: session)
    room.ask(session, .deregister)
    room.lose(session)
    // Somebody else may take the name: what this person's program still wanted to send is not that account's to send.
    // It ends with its connection: if the disk takes the departure back, nobody may be left online who reads nothing.
    let isGone = (try? room.room.account(named: name)) == nil
    if isGone, let person = Self.names.firstIndex(of: name), let place = running[person] {
      programs[place].loseConnection(&room)
      stop(place)
    }
  }

  // MARK: The world

  private mutating func answerPasswords() {
    for work in room.pendingPasswords.shuffled(using: &random).prefix(6) {
      room.answerPassword(of: work.session)
    }
  }

  private mutating func deliverPage() {
    guard let index = room.pendingPages.indices.randomElement(using: &random) else { return }
    room.deliverPage(at: index, limit: [1, 2, 3, 10, 256].randomElement(using: &random) ?? 256)
  }

  private mutating func drain() {
    if let session = room.pendingDrains.randomElement(using: &random) {
      room.drain(session)
    }
  }

  private mutating func hearLag() {
    if let index = room.pendingLags.indices.randomElement(using: &random) {
      room.hearLag(at: index)
    }
  }

  private mutating func stick() {
    withMember { program, room, _ in
      if case .member(let session) = program.phase {
        room.stick(session)
      }
    }
  }

  // MARK: The end

  /// Everybody comes back, sends again what was not answered, and leaves; then everybody comes once more and reads.
  private mutating func finish() {
    room.leaveReadOnly()
    settle()
    for _ in 0..<2 {
      for person in running.indices {
        leaveForGood(person)
      }
      // Whoever is in grace has to make room.
      room.pass(60)
      for person in running.indices {
        come(person)
        settle()
        settle()
        leaveForGood(person)
      }
    }
  }

  private mutating func leaveForGood(_ person: Int) {
    guard let place = running[person] else { return }
    guard programs[place].phase != .offline || !programs[place].awaitsAnswer else { return }
    programs[place].leave(&room)
    programs[place].read(.max, from: &room)
    stop(place)
  }

  private mutating func settle() {
    repeat {
      room.commit()
      while let work = room.pendingPasswords.first {
        room.answerPassword(of: work.session)
      }
      while !room.pendingPages.isEmpty {
        room.deliverPage()
      }
      while !room.pendingLags.isEmpty {
        room.hearLag()
      }
      while let session = room.pendingDrains.first {
        room.drain(session)
      }
      for place in running.compactMap(\.self) {
        programs[place].read(.max, from: &room)
        if programs[place].phase == .ended {
          stop(place)
        }
      }
    } while room.isGathering || !room.pendingPages.isEmpty || !room.pendingDrains.isEmpty
  }
}
