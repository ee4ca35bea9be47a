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
  /// Requests of the last read that are to be passed on when some of those are answered, in order.
  var waiting: [WaitingRequest] = []
  /// How many frames that nothing else counts it may send.
  var allowance = FrameAllowance()
  /// What of it waits for the depot.
  let backlog = DepotBacklog()
  /// Whether the room wants to know when what is queued has gone out.
  var awaitsDrain = false
  /// Why nothing is read of it now.
  var holds: Hold = []
  /// Until when it is not read because its person writes too fast, by the loop's clock.
  var heldUntil: Int64 = 0
  /// Why it is only told to go; nil for one that is taken.
  let refusal: Refusal?
  /// Whether the room was told of it, and has to hear of its end.
  var isKnownToRoom = false
  /// Whether it has logged in.
  var isAdmitted = false

  /// Reasons not to read.
  struct Hold: OptionSet {
    let rawValue: UInt8
    /// Too many of its requests are unanswered.
    static let unanswered = Hold(rawValue: 1)
    /// Too much of all sessions waits for the room.
    static let outbox = Hold(rawValue: 2)
    /// Its person writes too fast.
    static let rate = Hold(rawValue: 4)
    /// It does not read what it was sent.
    static let unread = Hold(rawValue: 8)
    /// Too much of its files waits for the disk.
    static let depot = Hold(rawValue: 16)
  }

  /// A request that is not passed on yet.
  struct WaitingRequest {
    let number: UInt64
    let request: Request
    /// Its length on the wire.
    let bytes: Int
  }

  enum Stage {
    /// The hello has not come yet.
    case greeting
    /// The room knows the session.
    case open
    /// Nothing more is taken from it.
    case closing
  }

  init(id: SessionID, connection: Connection, refusal: Refusal? = nil) {
    self.refusal = refusal
    self.id = id
    self.connection = connection
  }
}
