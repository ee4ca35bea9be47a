import ChatNet

/// Gives accepted sockets to the shards in turn. On the listener's queue alone.
final class Distributor: @unchecked Sendable {  // `next` belongs to the listener's queue.
  private let shards: ShardDirectory
  private let certificates: CertificateKeeper
  private var next = 0

  init(shards: ShardDirectory, certificates: CertificateKeeper) {
    self.shards = shards
    self.certificates = certificates
  }

  /// Gives `descriptor` to the shard whose turn it is.
  func take(_ descriptor: Int32, from remote: SocketAddress) {
    shards[next].adopt(descriptor, remote: remote, security: certificates.security)
    next = (next + 1) % shards.all.count
  }
}
