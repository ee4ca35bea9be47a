import ChatCore
import ChatNet
import ChatSystem
import ChatWire
import Glibc

/// A server on this machine that is measured.
struct Target {
  let port: UInt16
  let security: ConnectionSecurity
  /// Its process, for what it uses; nil when that is not to be looked at.
  let process: Int32?
  /// Seconds in which nothing may happen before what is missing counts as lost.
  let patience: Double

  init(port: UInt16, isEncrypted: Bool = false, process: Int32? = nil, patience: Double = 10) throws(LoadError) {
    (self.port, self.process, self.patience) = (port, process, patience)
    func complaint(_ error: TLSError) -> LoadError { LoadError("TLS can't be used: \(error.description)") }
    security =
      isEncrypted
      ? .tlsClient(try rethrow(TLSContext(clientTrusting: .system), as: complaint), serverName: "localhost") : .plain
  }

  var address: SocketAddress { SocketAddress(ipv4: 0x7F00_0001, port: port) }
}

/// Many members over one loop: logs them in, cuts what comes into frames, acknowledges, says that it is still there.
final class Crowd: LoadLoopDelegate {
  let target: Target
  let numbering = Numbering(random: SecureRandom.uint64())
  let members: [Member]
  private let loop: LoadLoop
  /// The one who hears of what comes, until ``disband()``. (Not weak: an object that has weak references is slow to retain.)
  var traffic: Traffic?
  private(set) var failure: LoadError?
  /// The longest time for which the server wants to hear nothing from each, in nanoseconds.
  private var keepAlive: Int64 = .max
  private var nextSweep: Int64 = 0
  private var waiting: [Member] = []
  /// True while nobody listens, which is tried again until somebody does.
  var awaitsServer = false
  private var nextAttempt: Int64 = 0
  /// Log-ins under way, and how many there may be at once.
  private var underWay = 0
  var wave = 64

  /// PROTOCOL.md, "Acknowledgement": so many messages, or so long after the first of them.
  private static let acknowledgeAfter = 256
  private static let acknowledgeWithin: Int64 = 100_000_000
  private static let sweepInterval: Int64 = 50_000_000
  private static let attemptInterval: Int64 = 5_000_000

  /// `people` of whom the first `senders` will send messages. They are not connected yet.
  init(_ target: Target, people: Int, senders: Int = 0) throws(LoadError) {
    DescriptorLimit.raise()
    self.target = target
    members = (0..<people).map { Member(place: $0, senders: senders) }
    loop = try rethrow(LoadLoop()) { (error: NetError) in LoadError(error.description) }
    loop.delegate = self
  }

  /// Logs `some` in, a wave at a time. Each is told to the traffic when it reads live.
  func logIn(_ some: [Member]) {
    waiting.append(contentsOf: some.reversed())
    connectNext()
  }

  /// Logs everybody in and waits until all read live.
  ///
  /// - Throws: ``LoadError`` also when nobody new has got there for the target's patience.
  func logInAll() throws(LoadError) {
    logIn(members)
    func live() -> Int { members.count { $0.stage == .live } }
    try run(until: { live() == members.count }, noting: live) {
      "only \(live()) of \(members.count) people could log in, then nothing more happened"
    }
  }

  /// Runs until `isDone`, or until `progress` has stayed the same for the target's patience.
  ///
  /// - Throws: ``LoadError`` with this sentence, if there is one, where it is not done.
  func run(
    until isDone: () -> Bool, noting progress: () -> Int, orFail sentence: () -> String? = { nil }
  ) throws(LoadError) {
    var (seen, limit): (Int?, Int64) = (nil, 0)
    while !isDone() {
      if progress() != seen { (seen, limit) = (progress(), MonotonicClock.now(plus: target.patience)) }
      if MonotonicClock.now() >= limit {
        if let sentence = sentence() { throw LoadError(sentence) }
        return
      }
      try run(seconds: 0.01)
    }
  }

  func run(seconds: Double) throws(LoadError) { try run(until: MonotonicClock.now(plus: seconds)) }

  /// Runs until `deadline`, a time of the steady clock.
  func run(until deadline: Int64) throws(LoadError) {
    while MonotonicClock.now() < deadline {
      let attempt = waiting.isEmpty ? .max : nextAttempt
      loop.turn(until: min(deadline, nextSweep, attempt, traffic?.nextDue ?? .max))
      if let failure { throw failure }
    }
  }

  /// Has `begin` done, runs for `seconds`, and gives what was used meanwhile.
  func measure(seconds: Double, _ begin: () -> Void = {}) throws(LoadError) -> Usage {
    let gauge = Gauge(target.process)
    begin()
    try run(seconds: seconds)
    return gauge.reading()
  }

  /// Sends `request` of `member`, who sends no messages.
  func ask(_ request: Request, _ member: Member) {
    send(.request(number: member.takeNumber(), request), of: member)
  }

  func send(_ frame: ClientFrame, of member: Member) {
    guard let connection = member.connection, let bytes = try? frame.encoded(limit: FrameLimit.afterLogIn) else {
      return fail("a frame could not be sent")
    }
    member.lastSent = MonotonicClock.now()
    connection.send { $0.append(contentsOf: bytes) }
  }

  /// The faults in what everybody received, when nothing more will come of what the senders have sent.
  func flaws(sent: [UInt64], _ hears: (_ place: Int, _ sender: Int) -> Bool) -> Arrivals.Flaws {
    members.reduce(into: Arrivals.Flaws()) { sum, member in
      sum += member.arrivals.flaws(sent: sent.indices.map { hears(member.place, $0) ? sent[$0] : 0 })
    }
  }

  /// Drops the connection of `member` without a word.
  func cut(_ member: Member) {
    member.connection?.close()
    (member.connection, member.stage) = (nil, .absent)
  }

  /// Drops all connections and lets the traffic go. The last thing.
  func disband() {
    members.forEach(cut)
    traffic = nil
  }

  func fail(_ sentence: String) {
    if failure == nil { failure = LoadError(sentence) }
  }

  private func connectNext() {
    while underWay < wave, failure == nil, MonotonicClock.now() >= nextAttempt, let member = waiting.popLast() {
      underWay += 1
      connect(member)
    }
  }

  private func connect(_ member: Member) {
    guard let traffic else { return fail("\(member.name) has nothing to come for") }
    do throws(NetError) {
      member.began = MonotonicClock.now()
      member.connection = try loop.connect(to: target.address, from: member.source, security: target.security)
      member.connection?.owner = member
    } catch {
      guard awaitsServer, error.code == ECONNREFUSED else { return fail(error.description) }
      underWay -= 1
      waiting.append(member)
      nextAttempt = member.began + Self.attemptInterval
      return
    }
    awaitsServer = false
    (member.decoder, member.stage, member.unacknowledged) = (ServerFrameDecoder(), .loggingIn, 0)
    send(.hello(ClientHello(software: "chatload", run: numbering.run(of: member.place))), of: member)
    ask(traffic.entrance(of: member), member)
  }

  private func arrived(_ member: Member, at now: Int64) {
    guard member.stage == .catchingUp else { return }
    member.stage = .live
    underWay -= 1
    traffic?.isLive(member, at: now)
    connectNext()
  }

  func received(_ bytes: UnsafeRawBufferPointer, from connection: LoadConnection) -> Int? {
    // Every connection of this loop belongs to a member.
    let member = unsafeDowncast(connection.owner.unsafelyUnwrapped, to: Member.self)
    let now = MonotonicClock.now()
    let traffic = traffic
    let used = ServerScan.frames(in: bytes) { payload in
      switch ServerScan.frame(payload) {
      case .delivery(let delivery):
        member.newestID = max(member.newestID, delivery.id)
        member.unacknowledged += 1
        traffic?.delivered(delivery, to: member, at: now)
      case .stored(let number): traffic?.stored(number, of: member, at: now)
      case .notice: break
      case .caughtUp: arrived(member, at: now)
      case .other: guard (try? take(payload, for: member, at: now)) != nil else { return false }
      case nil: return false
      }
      // The traffic may have closed it.
      return !connection.isClosed
    }
    if used != nil, member.unacknowledged >= Self.acknowledgeAfter { acknowledge(member, at: now) }
    return used
  }

  func lost(_ connection: LoadConnection, because reason: String) {
    let member = unsafeDowncast(connection.owner.unsafelyUnwrapped, to: Member.self)
    if member.stage == .loggingIn || member.stage == .catchingUp { underWay -= 1 }
    (member.connection, member.stage) = (nil, .absent)
    if traffic?.lost(member) != true { fail("\(member.name) lost its connection: \(reason)") }
  }

  func turnEnded(at now: Int64) {
    traffic?.turnEnded(at: now)
    if !waiting.isEmpty { connectNext() }
    if now >= nextSweep { sweep(at: now) }
  }

  /// Takes a frame that is not one of the millions.
  private func take(_ payload: UnsafeRawBufferPointer, for member: Member, at now: Int64) throws(FrameError) {
    switch try member.decoder.decode(payload) {
    case nil, .pong: break
    case .hello(let hello):
      if let refusal = hello.refusal { fail("the server refuses \(member.name): \(refusal.sentence)") }
      keepAlive = Int64(hello.keepAliveSeconds * 1e9)
    case .reply(_, .welcome): (member.stage, member.token) = (.catchingUp, nil)
    case let frame? where traffic?.received(frame, by: member, at: now) == true: break
    case .reply(_, .refused(let refusal)): fail("the server refuses what \(member.name) asks: \(refusal.sentence)")
    case let frame?: fail("the server sent \(member.name) what nobody waits for: \(frame)")
    }
  }

  private func acknowledge(_ member: Member, at now: Int64) {
    guard member.stage == .catchingUp || member.stage == .live, member.newestID > 0,
      let number = member.takeAcknowledgementNumber()
    else { return }
    (member.unacknowledged, member.lastAcknowledged) = (0, now)
    send(.request(number: number, .acknowledge(EntryID(rawValue: Int64(member.newestID)))), of: member)
  }

  private func sweep(at now: Int64) {
    nextSweep = now + Self.sweepInterval
    for member in members where member.connection != nil {
      if member.unacknowledged > 0, now - member.lastAcknowledged >= Self.acknowledgeWithin {
        acknowledge(member, at: now)
      }
      if now - member.lastSent >= keepAlive { send(.ping, of: member) }
    }
  }
}

extension MonotonicClock {
  static func now(plus seconds: Double) -> Int64 { now() + Int64(seconds * 1e9) }
}
