import ChatCore
import ChatWire

/// What a shard tells the room. All of one wake-up goes over in one hop, in this order.
///
/// The rare case of many parts is `indirect`, so that a request is not as large as it.
enum ShardInput: Sendable {
  /// A connection said hello in a version that we speak.
  indirect case opened(SessionID, address: String, place: String, peer: String, ClientHello)
  /// A request.
  case request(SessionID, number: UInt64, Request)
  /// A live session took too little: nothing after this entry was queued for it.
  case lagging(SessionID, after: EntryID)
  /// What was queued for a session that catches up has gone out.
  case drained(SessionID)
  /// The person of a session has pressed a key.
  case typing(SessionID)
  /// A connection is gone.
  case closed(SessionID)
}
