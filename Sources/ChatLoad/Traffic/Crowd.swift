import ChatCore
import ChatNet
import ChatSystem
import ChatWire
import Glibc

/// Many members over one loop: logs them in, cuts what comes into frames, acknowledges, says that it is still there.
final class Crowd {
  let target: Target
  let loop: LoadLoop
  let numbering: Numbering
  /// Everybody, by place.
  private(set) var members: [Member] = []
  /// Who hears of what comes, until ``disband()``. (Not weak: an object that has weak references is slow to retain.)
  var traffic: (any Traffic)?
  /// Why nothing more can be measured.
  private(set) var failure: LoadError?
  /// How often the server wants to hear from each, in nanoseconds.
  private var keepAlive: Int64 = .max
  private var nextSweep: Int64 = 0
  private var waiting: [Member] = []
  /// Whether nobody listens at the moment, which is tried again until somebody does.
  var awaitsServer = false
  private var nextAttempt: Int64 = 0
  private var underWay = 0

  /// Log-ins under way at once.
  private static let wave = 64
  /// PROTOCOL.md, "Acknowledgement": so many messages, or so long after the first of them.
  private static let acknowledgeAfter = 256
  private static let acknowledgeWithin: Int64 = 100_000_000
  private static let attemptInterval: Int64 = 5_000_000
  private static let sweepInterval: Int64 = 50_000_000
  /// The longest frame is 64 KiB; what claims to be longer is none.
  private static let frameLimit = FrameLimit.afterLogIn + 4
  private static let ping: [UInt8] = [0, 0, 0, 2, 0x1A, 0]

  /// Nobody yet.
  init(_ target: Target) throws(LoadError) {
    self.target = target
    numbering = Numbering(random: SecureRandom.uint64())
    do throws(NetError) {
      loop = try LoadLoop()
    } catch {
      throw LoadError(error.description)
    }
    loop.delegate = self
  }

  /// Adds `count` people, the first `senders` of whom will send messages. They are not connected yet.
  func add(_ count: Int, senders: Int) {
    for place in members.count..<members.count + count {
      members.append(
        Member(place: place, name: Accounts.name(place), isSender: place < senders, senders: max(senders, 1)))
    }
  }

  /// Logs `some` in, a wave at a time. Each is told to the traffic when it reads live.
  func logIn(_ some: [Member]) {
    waiting.append(contentsOf: some.reversed())
    connectNext()
  }

  /// Logs everybody in and waits until all read live.
  ///
  /// - Throws: ``LoadError`` also when nobody new has got there for `patience` seconds.
  func logInAll(patience: Double) throws(LoadError) {
    logIn(members)
    var arrived = 0
    try drive(patience: patience) {
      let live = members.count { $0.stage == .live }
      defer { arrived = max(arrived, live) }
      return live == members.count ? .done : live > arrived ? .moved : .waits
    } orFail: {
      LoadError("only \(arrived) of \(members.count) people could log in, then nothing more happened")
    }
  }

  /// What a look at a condition came to.
  enum Progress {
    case done
    case moved
    case waits
  }

  /// Runs until `look`, which is asked every 20 ms, says done.
  ///
  /// - Throws: the failure when there is one, and `orFail()` when nothing has moved for `patience` seconds.
  func drive(
    patience: Double, _ look: () -> Progress, orFail: () -> LoadError
  ) throws(LoadError) {
    var limit = MonotonicClock.now() + Int64(patience * 1e9)
    while true {
      try run(until: MonotonicClock.now() + 20_000_000)
      switch look() {
      case .done: return
      case .moved: limit = MonotonicClock.now() + Int64(patience * 1e9)
      case .waits: if MonotonicClock.now() > limit { throw orFail() }
      }
    }
  }

  /// Runs until `deadline`, a time of the steady clock.
  func run(until deadline: Int64) throws(LoadError) {
    while MonotonicClock.now() < deadline {
      let attempt = waiting.isEmpty ? .max : nextAttempt
      loop.turn(until: min(deadline, nextSweep, attempt, traffic?.nextDue ?? .max))
      if let failure { throw failure }
    }
  }

  /// Sends `frame` of `member`.
  func send(_ frame: ClientFrame, of member: Member) {
    guard let connection = member.connection, let bytes = try? frame.encoded(limit: FrameLimit.afterLogIn) else {
      return fail("a frame could not be sent")
    }
    member.lastSent = MonotonicClock.now()
    connection.send { $0.append(contentsOf: bytes) }
  }

  /// Drops the connection of `member` without a word.
  func cut(_ member: Member) {
    member.connection?.close()
    member.connection = nil
    member.stage = .absent
  }

  /// Drops all connections and lets the traffic go. The last thing.
  func disband() {
    members.forEach(cut)
    traffic = nil
  }

  /// Ends everything with this sentence.
  func fail(_ sentence: String) {
    if failure == nil { failure = LoadError(sentence) }
  }

  // MARK: - Coming in

  private func connectNext() {
    while underWay < Self.wave, failure == nil, MonotonicClock.now() >= nextAttempt, let member = waiting.popLast() {
      underWay += 1
      connect(member)
    }
  }

  private func connect(_ member: Member) {
    do throws(NetError) {
      member.began = MonotonicClock.now()
      let connection = try loop.connect(to: target.address, security: target.security)
      connection.owner = member
      member.connection = connection
    } catch {
      guard awaitsServer, error.code == ECONNREFUSED else { return fail(error.description) }
      underWay -= 1
      waiting.append(member)
      nextAttempt = member.began + Self.attemptInterval
      return
    }
    awaitsServer = false
    member.decoder = ServerFrameDecoder()
    member.stage = .loggingIn
    member.unacknowledged = 0
    send(.hello(ClientHello(software: "chatload", run: numbering.run(of: member.place))), of: member)
    let request: Request =
      member.token.map { .resume(token: $0) } ?? .logIn(name: member.name, password: Accounts.password)
    send(.request(number: member.takeNumber(), request), of: member)
  }

  private func arrived(_ member: Member, at now: Int64) {
    guard member.stage == .catchingUp else { return }
    member.stage = .live
    underWay -= 1
    traffic?.isLive(member, at: now)
    connectNext()
  }

  /// Takes a frame that is not one of the millions.
  private func take(_ payload: UnsafeRawBufferPointer, for member: Member, at now: Int64) -> Bool {
    let decoded: ServerFrame?
    do throws(FrameError) {
      decoded = try member.decoder.decode(payload)
    } catch {
      return false
    }
    switch decoded {
    case nil:
      break
    case .hello(let hello):
      if let refusal = hello.refusal { fail("the server refuses \(member.name): \(refusal.sentence)") }
      keepAlive = Int64(hello.keepAliveSeconds * 1e9)
    case .reply(_, .welcome):
      member.stage = .catchingUp
      member.token = nil
    case .pong:
      break
    case let frame? where traffic?.received(frame, by: member, at: now) == true:
      break
    case .reply(_, .refused(let refusal)):
      fail("the server refuses what \(member.name) asks: \(refusal.sentence)")
    case let frame?:
      fail("the server sent \(member.name) what nobody waits for: \(frame)")
    }
    return true
  }

  // MARK: - Acknowledging, and signs of life

  private func acknowledge(_ member: Member, at now: Int64) {
    guard member.stage == .catchingUp || member.stage == .live, member.newestID > 0,
      let connection = member.connection, let number = member.takeAcknowledgementNumber()
    else {
      return
    }
    member.unacknowledged = 0
    member.lastAcknowledged = now
    member.lastSent = now
    connection.send { RequestFrame.appendAcknowledgement(number, of: member.newestID, to: &$0) }
  }

  private func sweep(at now: Int64) {
    nextSweep = now + Self.sweepInterval
    for member in members {
      guard let connection = member.connection else { continue }
      if member.unacknowledged > 0, now - member.lastAcknowledged >= Self.acknowledgeWithin {
        acknowledge(member, at: now)
      }
      if now - member.lastSent >= keepAlive {
        member.lastSent = now
        connection.send { $0.append(contentsOf: Self.ping) }
      }
    }
  }
}

extension Crowd: LoadLoopDelegate {
  func received(_ bytes: UnsafeRawBufferPointer, from connection: LoadConnection) -> Int? {
    // Every connection of this loop belongs to a member.
    let member = unsafeDowncast(connection.owner.unsafelyUnwrapped, to: Member.self)
    let now = MonotonicClock.now()
    let traffic = traffic
    var place = 0
    while let end = ServerScan.end(of: place, in: bytes) {
      guard end > place + 4, end - place <= Self.frameLimit else { return nil }
      let payload = UnsafeRawBufferPointer(rebasing: bytes[place + 4..<end])
      guard let frame = ServerScan.frame(payload) else { return nil }
      switch frame {
      case .delivery(let delivery):
        member.newestID = max(member.newestID, delivery.id)
        member.unacknowledged += 1
        traffic?.delivered(delivery, to: member, at: now)
      case .stored(let number): traffic?.stored(number, of: member, at: now)
      case .notice: break
      case .caughtUp: arrived(member, at: now)
      case .other: guard take(payload, for: member, at: now) else { return nil }
      }
      // The traffic may have closed it.
      guard !connection.isClosed else { return end }
      place = end
    }
    // A frame that is not whole by now never will be.
    guard bytes.count - place < Self.frameLimit else { return nil }
    if member.unacknowledged >= Self.acknowledgeAfter { acknowledge(member, at: now) }
    return place
  }

  func lost(_ connection: LoadConnection, because reason: String) {
    let member = unsafeDowncast(connection.owner.unsafelyUnwrapped, to: Member.self)
    if member.stage == .loggingIn || member.stage == .catchingUp { underWay -= 1 }
    member.connection = nil
    member.stage = .absent
    if traffic?.lost(member) != true { fail("\(member.name) lost its connection: \(reason)") }
  }

  func turnEnded(at now: Int64) {
    traffic?.turnEnded(at: now)
    if !waiting.isEmpty { connectNext() }
    if now >= nextSweep { sweep(at: now) }
  }
}
