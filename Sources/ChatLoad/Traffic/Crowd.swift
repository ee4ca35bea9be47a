import ChatCore
import ChatNet
import ChatSystem
import ChatWire
import Glibc

/// A server on this machine that is measured.
struct Target {
  /// The port of the loopback that it listens on.
  let port: UInt16
  /// Plain, or a TLS client.
  let security: ConnectionSecurity
  /// Its process, for what it uses; nil when that is not to be looked at.
  let process: Int32?
  /// Seconds in which nothing may happen before what is missing counts as lost.
  let patience: Double

  init(port: UInt16, isEncrypted: Bool = false, process: Int32? = nil, patience: Double = 10) throws(LoadError) {
    (self.port, self.process, self.patience) = (port, process, patience)
    do throws(TLSError) {
      security =
        isEncrypted ? .tlsClient(try TLSContext(clientTrusting: .system), serverName: "localhost") : .plain
    } catch {
      throw LoadError("TLS can't be used: \(error.description)")
    }
  }

  var address: SocketAddress { SocketAddress(ipv4: 0x7F00_0001, port: port) }
}

/// The purpose of a ``Crowd``: the part of a scenario that hears what comes; by itself it asks for nothing. The times are
/// those of the steady clock, in nanoseconds.
class Traffic {
  /// A message has come.
  func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {}
  /// The message of that number is on disk.
  func stored(_ number: UInt64, of member: Member, at now: Int64) {}
  /// A member is logged in and reads live.
  func isLive(_ member: Member, at now: Int64) {}
  /// Something else has come. False when it should not have.
  func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool { false }
  /// The server has closed a connection. False when it should not have.
  func lost(_ member: Member) -> Bool { false }
  /// All that had come is read; what is sent now goes out with the turn.
  func turnEnded(at now: Int64) {}
  /// The latest time at which there will be something to send.
  var nextDue: Int64 { .max }
  /// The request with which a member comes in.
  func entrance(of member: Member) -> Request {
    member.token.map { .resume(token: $0) } ?? .logIn(name: member.name, password: Accounts.password)
  }
}

/// Many members over one loop: logs them in, cuts what comes into frames, acknowledges, says that it is still there.
final class Crowd {
  let target: Target
  let numbering = Numbering(random: SecureRandom.uint64())
  let members: [Member]
  private let loop: LoadLoop
  /// The one who hears of what comes, until ``disband()``. (Not weak: an object that has weak references is slow to retain.)
  var traffic: Traffic?
  /// The reason why nothing more can be measured.
  private(set) var failure: LoadError?
  /// The longest time for which the server wants to hear nothing from each, in nanoseconds.
  var keepAlive: Int64 = .max
  var nextSweep: Int64 = 0
  var waiting: [Member] = []
  /// True while nobody listens, which is tried again until somebody does.
  var awaitsServer = false
  private var nextAttempt: Int64 = 0
  /// Log-ins under way, and how many there may be at once.
  var underWay = 0
  var wave = 64

  private static let attemptInterval: Int64 = 5_000_000
  /// Seconds before a condition is looked at again.
  private static let step = 0.01

  /// `people` of whom the first `senders` will send messages. They are not connected yet.
  init(_ target: Target, people: Int, senders: Int = 0) throws(LoadError) {
    DescriptorLimit.raise()
    self.target = target
    members = (0..<people).map { Member(place: $0, senders: senders) }
    do throws(NetError) {
      loop = try LoadLoop()
    } catch {
      throw LoadError(error.description)
    }
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
    var seen: Int?
    var limit: Int64 = 0
    while !isDone() {
      if progress() != seen {
        seen = progress()
        limit = MonotonicClock.now(plus: target.patience)
      }
      if MonotonicClock.now() >= limit {
        if let sentence = sentence() { throw LoadError(sentence) }
        return
      }
      try run(seconds: Self.step)
    }
  }

  func run(seconds: Double) throws(LoadError) {
    try run(until: MonotonicClock.now(plus: seconds))
  }

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

  func connectNext() {
    while underWay < wave, failure == nil, MonotonicClock.now() >= nextAttempt, let member = waiting.popLast() {
      underWay += 1
      connect(member)
    }
  }

  private func connect(_ member: Member) {
    guard let traffic else { return fail("\(member.name) has nothing to come for") }
    do throws(NetError) {
      member.began = MonotonicClock.now()
      let connection = try loop.connect(to: target.address, from: member.source, security: target.security)
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
    ask(traffic.entrance(of: member), member)
  }

  func arrived(_ member: Member, at now: Int64) {
    guard member.stage == .catchingUp else { return }
    member.stage = .live
    underWay -= 1
    traffic?.isLive(member, at: now)
    connectNext()
  }
}

extension MonotonicClock {
  static func now(plus seconds: Double) -> Int64 { now() + Int64(seconds * 1e9) }
}
