import ChatCore
import ChatNet
import ChatWire

/// Gathers what one turn of the room has for the shards: frames in one buffer, encoded once, and the orders about them.
struct OrderBuilder {
  /// So many bytes are handed out before a turn goes on: all of a turn's frames lie in one buffer, which stays for as long
  /// as somebody has a frame of it before him.
  static let maximumBytes = 1024 * 1024

  private var bytes: [UInt8] = []
  private var orders: [[ShardOrder]]

  init(shards: Int) {
    orders = Array(repeating: [], count: shards)
  }

  /// The bytes that were gathered.
  var byteCount: Int {
    bytes.count
  }

  /// Puts `frame` into the buffer and says where.
  mutating func encode(_ frame: ServerFrame) -> Range<Int> {
    let start = bytes.count
    frame.append(to: &bytes)
    return start..<bytes.count
  }

  /// An order about one session, for the shard that owns it.
  mutating func add(_ order: ShardOrder, for session: SessionID) {
    orders[session.shard].append(order)
  }

  /// The answer to a request of `session`. Neighbours to one session become one order: a commit answers many requests of
  /// few.
  mutating func addAnswer(_ range: Range<Int>, to session: SessionID) {
    let shard = session.shard
    if let last = orders[shard].last, case .answers(session, let earlier, let count) = last,
      earlier.upperBound == range.lowerBound
    {
      orders[shard][orders[shard].count - 1] = .answers(
        session, earlier.lowerBound..<range.upperBound, count: count + 1)
    } else {
      orders[shard].append(.answers(session, range, count: 1))
    }
  }

  /// A message of the log to all live sessions but for `except`. Neighbours become one order, whoever is left out of some
  /// of it, so that a recipient costs one pointer a turn and not one a message.
  mutating func addForEveryone(_ range: Range<Int>, id: EntryID, except: [SessionID]) {
    for shard in orders.indices {
      var (joined, before, holes) = (range, id.advanced(by: -1), [ShardOrder.Hole]())
      let last = orders[shard].count - 1
      if last >= 0, case .everyone(let earlier, let first, let earlierHoles) = orders[shard][last],
        earlier.upperBound == range.lowerBound
      {
        (joined, before, holes) = (earlier.lowerBound..<range.upperBound, first, earlierHoles)
        orders[shard].removeLast()
      }
      for session in except where session.shard == shard {
        holes.append(ShardOrder.Hole(session: session, range: range))
      }
      orders[shard].append(.everyone(joined, before: before, holes: holes))
    }
  }

  /// Something that is in no log to all live sessions.
  mutating func addNotice(_ range: Range<Int>) {
    for shard in orders.indices {
      orders[shard].append(.notice(range))
    }
  }

  /// Hands out what was gathered and starts anew. Shards that have no orders get none, unless they wait to be `ready`.
  mutating func take(ready: Set<Int>) -> [(shard: Int, ShardOrders)] {
    guard !bytes.isEmpty || !ready.isEmpty || orders.contains(where: { !$0.isEmpty }) else { return [] }
    let shared = SharedBytes(bytes)
    var result: [(shard: Int, ShardOrders)] = []
    for shard in orders.indices where !orders[shard].isEmpty || ready.contains(shard) {
      result.append((shard, ShardOrders(bytes: shared, orders: orders[shard], isReady: ready.contains(shard))))
      orders[shard].removeAll(keepingCapacity: true)
    }
    bytes.removeAll(keepingCapacity: true)
    return result
  }
}
