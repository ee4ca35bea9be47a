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
  var keepAlive: Int64 = .max
  var nextSweep: Int64 = 0
  var waiting: [Member] = []
  /// Whether nobody listens at the moment, which is tried again until somebody does.
  var awaitsServer = false
  private var nextAttempt: Int64 = 0
  var underWay = 0

  /// Log-ins under way at once.
  private static let wave = 64
  /// PROTOCOL.md, "Acknowledgement": so many messages, or so long after the first of them.
  static let acknowledgeAfter = 256
  static let acknowledgeWithin: Int64 = 100_000_000
  private static let attemptInterval: Int64 = 5_000_000
  static let sweepInterval: Int64 = 50_000_000
  /// The longest frame is 64 KiB; what claims to be longer is none.
  static let frameLimit = FrameLimit.afterLogIn + 4
  static let ping: [UInt8] = [0, 0, 0, 2, 0x1A, 0]

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

  func connectNext() {
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

  func arrived(_ member: Member, at now: Int64) {
    guard member.stage == .catchingUp else { return }
    member.stage = .live
    underWay -= 1
    traffic?.isLive(member, at: now)
    connectNext()
  }
}
