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
    let total = Locked(0)
    askAll({ shard in total.withLock { $0 += shard.loop.connectionCount } }, on: queue) { tell(total.withLock { $0 }) }
  }

  /// Calls `done` on `queue` when every shard has carried out the orders posted to it before. From any queue.
  func passedThrough(on queue: DispatchQueue, then done: @escaping @Sendable () -> Void) {
    askAll({ _ in }, on: queue, then: done)
  }

  private func askAll(
    _ question: @escaping @Sendable (Shard) -> Void, on queue: DispatchQueue, then done: @escaping @Sendable () -> Void
  ) {
    if shards.count == 1 {
      return shards[0].loop.perform { [shards] in
        question(shards[0])
        queue.async(execute: done)
      }
    }
    let group = DispatchGroup()
    for shard in shards {
      group.enter()
      shard.loop.perform {
        question(shard)
        group.leave()
      }
    }
    group.notify(queue: queue, execute: done)
  }

  /// All of them. From any queue.
  var all: [Shard] {
    shards
  }
}
