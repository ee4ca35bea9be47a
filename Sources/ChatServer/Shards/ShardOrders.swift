import ChatCore
import ChatNet

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
