import ChatCore
import ChatSystem
import Dispatch

/// The shards by number, and the way to the one that owns a session.
final class ShardDirectory: @unchecked Sendable {  // Written once, before anything is sent.
  private var shards: [Shard] = []

  /// Puts the shards in place. Once, before the first connection.
  func install(_ shards: [Shard]) {
    precondition(self.shards.isEmpty, "the shards are in place already")
    self.shards = shards
  }

  /// The shard of that number. From any queue.
  subscript(number: Int) -> Shard {
    shards[number]
  }

  /// The shard that owns `session`. From any queue.
  subscript(session: SessionID) -> Shard {
    shards[session.shard]
  }

  /// Tells on `queue` how many connections there are. From any queue.
  func countConnections(on queue: DispatchQueue, then tell: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    let total = Locked(0)
    for shard in shards {
      group.enter()
      shard.loop.perform {
        total.withLock { $0 += shard.loop.connectionCount }
        group.leave()
      }
    }
    group.notify(queue: queue) { tell(total.withLock { $0 }) }
  }

  /// All of them. From any queue.
  var all: [Shard] {
    shards
  }
}
