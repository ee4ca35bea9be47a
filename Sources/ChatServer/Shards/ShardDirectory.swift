import ChatCore

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

  /// All of them. From any queue.
  var all: [Shard] {
    shards
  }
}
