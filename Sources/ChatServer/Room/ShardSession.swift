import ChatCore
import ChatNet
import ChatWire

/// One connection as its shard sees it. Belongs to the shard's queue.
///
/// It takes 128 bytes, and an idle one nothing beside: there may be very many of them.
final class ShardSession {
  let id: SessionID
  let connection: Connection
  private var frames = FrameReader()
  /// Requests of the last read that are to be passed on when some of those are answered, in order.
  var waiting: [WaitingRequest] = []
  /// The frames of it that wait for the depot; made for its first file.
  lazy var backlog = DepotBacklog()
  /// Until when it is not read because its person writes too fast, by the loop's clock.
  var heldUntil: Int64 = 0
  /// Nil for a connection that is taken.
  private let rejection: Rejection?
  /// How many frames that nothing else counts it may send.
  var allowance = FrameAllowance()
  // The small ones stand together, so that they leave no gaps.
  private var place: Int32 = -1
  /// Requests that were passed on and not answered yet.
  var unanswered: Int16 = 0
  var stage = Stage.greeting
  /// Why nothing is read of it now.
  var holds: Hold = []
  /// True when the room wants to know when what is queued has gone out.
  var awaitsDrain = false
  /// True when the room was told of it, and has to hear of its end.
  var isKnownToRoom = false
  /// True once it has logged in.
  private(set) var isAdmitted = false
  /// The level of the protocol that its client has; what is beyond 255 is as good.
  var level: UInt8 = 0

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

  /// Behind a reference, because few connections have one.
  private final class Rejection {
    let refusal: Refusal

    init(_ refusal: Refusal) {
      self.refusal = refusal
    }
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
    rejection = refusal.map { Rejection($0) }
    self.id = id
    self.connection = connection
  }

  // MARK: - The dialect that it speaks

  /// Cuts what has come into frames, and gives each with its length on the wire; nothing once it is closing. Nil is one
  /// that this program does not know: newer clients may ask for such, and are told, so that they do not wait for ever.
  @inline(__always)
  func hear(
    _ bytes: UnsafeRawBufferPointer, _ take: (consuming ClientFrame?, _ bytes: Int) throws(FrameError) -> Void
  ) throws(FrameError) {
    try frames.read(bytes) { payload throws(FrameError) in
      guard stage != .closing else { return }
      let frame = try ClientFrame.decode(payload)
      if frame == nil, let answer = ClientFrame.answerToUnknown(payload) { say(answer) }
      try take(frame, payload.count)
    }
  }

  /// Queues a frame for it alone. What goes to many is encoded once, by `OrderBuilder`.
  func say(_ frame: ServerFrame) {
    connection.send(SharedBytes(frame.encoded()).slice)
  }

  /// Lets it say what those may who have logged in.
  func admit() {
    isAdmitted = true
    frames.limit = FrameLimit.afterLogIn
    allowance.admit()
    connection.readsLittle = false
  }

  /// Queues frames that the client may acknowledge.
  func send(_ slice: ByteSlice) {
    allowance.sent(slice.count)
    connection.send(slice)
  }

  /// Its place among the shard's live sessions; nil while it does not take what goes to those.
  var livePlace: Int? {
    get { place < 0 ? nil : Int(place) }
    set { place = newValue.map { Int32($0) } ?? -1 }
  }

  /// Why it is only told to go; nil for one that is taken.
  var refusal: Refusal? { rejection?.refusal }
}
