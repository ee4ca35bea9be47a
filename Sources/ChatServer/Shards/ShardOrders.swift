import ChatCore
import ChatNet

/// What the room tells one shard: the orders of one turn of the room, and the bytes that they speak of.
struct ShardOrders: Sendable {
  /// Every frame of the turn, encoded once, for all shards and all recipients.
  let bytes: SharedBytes
  /// In the order in which they are to be carried out.
  let orders: [ShardOrder]
  /// Whether the shard may send its next batch.
  let isReady: Bool
}

/// One order. Ranges are those of `ShardOrders.bytes`.
enum ShardOrder: Sendable {
  /// Messages of the log to all live sessions but for some; the first of them follows `before` in the log.
  case everyone(Range<Int>, before: EntryID, except: [SessionID])
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
}
