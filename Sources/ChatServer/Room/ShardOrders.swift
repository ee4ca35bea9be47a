import ChatCore
import ChatNet
import ChatWire

/// The orders of the room to one shard in one turn, and the bytes that they speak of.
struct ShardOrders: Sendable {
  /// Every frame of the turn, encoded once, for all shards and all recipients.
  let bytes: SharedBytes
  /// In the order in which they are to be carried out.
  let orders: [ShardOrder]
  /// True when the shard may send its next batch.
  let isReady: Bool
}

/// One order. Ranges are those of `ShardOrders.bytes`.
enum ShardOrder: Sendable {
  /// Messages of the log to all live sessions, some of which are not to see all of them; the first follows `before` in the
  /// log.
  case everyone(Range<Int>, before: EntryID, holes: [Hole])
  /// A message of the log to one session, if it is live; it follows `before` in the log.
  case live(SessionID, Range<Int>, before: EntryID)
  /// Something that is in no log to all live sessions.
  case notice(Range<Int>)
  /// Frames to one session, whatever it does.
  case send(SessionID, Range<Int>)
  /// An event to one session, if its client has that level.
  case event(SessionID, Range<Int>, level: UInt32)
  /// The answers to so many requests of that session.
  case answers(SessionID, Range<Int>, count: Int)
  /// The session is logged in.
  case admit(SessionID)
  /// The session takes what goes to live ones from here on.
  case goLive(SessionID)
  /// Tell the room when what is queued for the session has gone out.
  case awaitDrain(SessionID)
  /// Read nothing of the session for so long.
  case slowDown(SessionID, nanoseconds: Int64)
  /// Close the connection when what is queued has gone out.
  case close(SessionID)

  /// A range that one session is not to see of what goes to everyone. Those of one session stand in growing order.
  struct Hole: Sendable {
    let session: SessionID
    let range: Range<Int>
  }

  /// The parts of `range` that are left for each session that has a hole in it.
  static func parts(of range: Range<Int>, without holes: [Hole]) -> [SessionID: [Range<Int>]] {
    var parts: [SessionID: [Range<Int>]] = [:]
    for hole in holes {
      // The last part is what comes behind the holes so far.
      let rest = parts[hole.session, default: [range]].removeLast()
      if hole.range.lowerBound > rest.lowerBound {
        parts[hole.session]?.append(rest.lowerBound..<hole.range.lowerBound)
      }
      parts[hole.session]?.append(hole.range.upperBound..<rest.upperBound)
    }
    return parts
  }
}

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
