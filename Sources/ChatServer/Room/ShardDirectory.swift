import ChatCore
import ChatNet
import ChatSystem
import Dispatch
import Glibc

/// The shards by number, the way to the one that owns a session, and to the room.
final class ShardDirectory: @unchecked Sendable {  // Written once, before anything is sent.
  /// All of them. From any queue.
  private(set) var all: [Shard] = []
  /// Nil until they are in place.
  private(set) var room: RoomQueue?

  /// Puts `room` and its shards in place. Once, before the first connection.
  func install(_ room: RoomQueue, _ shards: [Shard]) {
    precondition(all.isEmpty, "the shards are in place already")
    self.room = room
    all = shards
  }

  /// The shard of that number. From any queue.
  subscript(number: Int) -> Shard {
    all[number]
  }

  /// The shard that owns `session`. From any queue.
  subscript(session: SessionID) -> Shard {
    all[session.shard]
  }

  /// Calls `done` on `queue`, a serial one, when no shard has a connection any more, after so many seconds at the latest.
  func whenEmpty(within seconds: Double, on queue: DispatchQueue, then done: @escaping @Sendable () -> Void) {
    let isDone = Locked(false)
    let end: @Sendable () -> Void = {
      let isFirst = isDone.withLock { isDone in
        defer { isDone = true }
        return !isDone
      }
      if isFirst { done() }
    }
    askAll({ shard, answer in shard.whenEmpty(answer) }, on: queue, then: end)
    queue.asyncAfter(deadline: .now() + seconds, execute: end)
  }

  /// Calls `done` on `queue` when every shard has carried out the orders posted to it before. From any queue.
  func passedThrough(on queue: DispatchQueue, then done: @escaping @Sendable () -> Void) {
    if all.count == 1 {
      return all[0].loop.perform { queue.async(execute: done) }
    }
    askAll({ _, answer in answer() }, on: queue, then: done)
  }

  private func askAll(
    _ question: @escaping @Sendable (Shard, _ answer: @escaping @Sendable () -> Void) -> Void, on queue: DispatchQueue,
    then done: @escaping @Sendable () -> Void
  ) {
    let group = DispatchGroup()
    for shard in all {
      group.enter()
      shard.loop.perform { question(shard) { group.leave() } }
    }
    group.notify(queue: queue, execute: done)
  }
}

/// Gives accepted sockets to the shards in turn, as far as the gate lets them in. On the listener's queue alone.
final class Distributor: @unchecked Sendable {  // `next` and `serial` belong to the listener's queue.
  private let shards: ShardDirectory
  private let gate: ConnectionGate
  private let certificates: CertificateKeeper
  private var next = 0
  private var serial: UInt64 = 0

  init(shards: ShardDirectory, gate: ConnectionGate, certificates: CertificateKeeper) {
    self.shards = shards
    self.gate = gate
    self.certificates = certificates
  }

  /// Gives `descriptor` to the shard whose turn it is, or sends it away.
  func take(_ descriptor: Int32, from remote: SocketAddress) {
    serial += 1
    let session = SessionID(serial: serial, shard: next)
    let security = certificates.security
    switch gate.decide(session, descriptor: descriptor, remote: remote) {
    case .take(let victim):
      if let victim {
        shards[victim].giveWay(victim)
      }
      shards[next].adopt(descriptor, remote: remote, security: security, as: session)
    case .refuseInTurn(let refusal):
      shards[next].adopt(descriptor, remote: remote, security: security, as: session, refusal: refusal)
    case .refuseAtOnce(let refusal):
      LastWord.send(refusal, to: descriptor, security)
      close(descriptor)
    }
    next = (next + 1) % shards.all.count
  }

  /// Tells a connection for which there is no descriptor; the listener closes it.
  func turnAway(_ descriptor: Int32, from remote: SocketAddress) {
    gate.noteOutOfDescriptors(remote)
    LastWord.send(.outOfDescriptors, to: descriptor, certificates.security)
  }
}

extension SessionID {
  /// No more shards than the lowest byte can name.
  static let maximumShards = 256

  /// The session of connection `serial` on shard `shard`.
  init(serial: UInt64, shard: Int) {
    self.init(rawValue: serial << 8 | UInt64(shard))
  }

  /// The shard that owns the connection.
  var shard: Int {
    Int(rawValue & 0xFF)
  }
}
