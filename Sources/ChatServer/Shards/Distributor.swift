import ChatCore
import ChatNet
import Glibc

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
