import ChatCore
import ChatNet
import ChatWire

/// One connection as its shard sees it. Belongs to the shard's queue.
final class ShardSession {
  let id: SessionID
  let connection: Connection
  var frames = FrameReader()
  var stage = Stage.greeting
  /// Its place among the shard's live sessions; nil while it does not take what goes to those.
  var livePlace: Int?
  /// Requests that were passed on and not answered yet.
  var unanswered = 0
  /// Whether the room wants to know when what is queued has gone out.
  var awaitsDrain = false
  /// Whether nothing is read because too much is unanswered.
  var isHeldBack = false

  enum Stage {
    /// The hello has not come yet.
    case greeting
    /// The room knows the session.
    case open
    /// Nothing more is taken from it.
    case closing
  }

  init(id: SessionID, connection: Connection) {
    self.id = id
    self.connection = connection
  }
}
