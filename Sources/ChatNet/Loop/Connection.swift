import Dispatch
import Glibc

/// One socket of a ``ConnectionLoop``. Everything here belongs to the loop's queue.
///
/// An idle one holds no buffer and no dispatch object, and takes 160 bytes: there may be very many of them.
public final class Connection: @unchecked Sendable {  // Only the loop's queue touches it (asserted).
  /// Flags of the moment.
  struct State: OptionSet {
    let rawValue: UInt16
    /// The socket may have bytes for us.
    static let readable = State(rawValue: 1)
    /// The socket takes nothing until its next readiness for writing.
    static let blocked = State(rawValue: 2)
    /// The peer has ended its side, or the connection is broken: read on to the end.
    static let ending = State(rawValue: 4)
    static let paused = State(rawValue: 8)
    static let closed = State(rawValue: 16)
    /// In the loop's list of those to be read.
    static let listedForReading = State(rawValue: 32)
    /// In the loop's list of those to be written.
    static let listedForWriting = State(rawValue: 64)
    static let overHighWater = State(rawValue: 128)
    /// More bulk is to be asked for when there is room.
    static let bulkArmed = State(rawValue: 256)
    /// To be closed when all is written; what comes in is dropped.
    static let finishing = State(rawValue: 512)
    /// Finishing, all is written and our side is ended.
    static let lingering = State(rawValue: 1024)
    static let expectsBulk = State(rawValue: 2048)
    /// TLS is not agreed on yet, or the peer not yet trusted: no byte goes to or comes from the user.
    static let handshaking = State(rawValue: 4096)
    /// The handshake is over, and somebody decides whether the peer is trusted.
    static let awaitingTrust = State(rawValue: 8192)
    static let setUp = State(rawValue: 16384)
    static let readsLittle = State(rawValue: 32768)
  }

  /// Where the peer is.
  public let remote: SocketAddress
  /// The loop it belongs to.
  public let loop: ConnectionLoop
  /// The state its user keeps for it; let go when the connection is closed and reported.
  public var owner: AnyObject?
  /// When bytes last came, by the loop's clock, in nanoseconds; at first the time of adoption.
  public internal(set) var lastReceived: Int64
  /// When the socket last took bytes, or bytes began to wait, by the loop's clock, in nanoseconds.
  public internal(set) var lastTaken: Int64

  let token: UInt64
  var transport: Transport
  /// When it was adopted, by the loop's clock.
  let adopted: Int64
  var outgoing = OutgoingQueue()
  // The small ones stand together, so that they leave no gaps; an errno fits into 16 bits.
  let descriptor: Int32
  /// The errno a write failed with: the end is reported with it once everything received is delivered.
  var writeFailure: Int16 = 0
  var state: State = []

  init(_ descriptor: Int32, remote: SocketAddress, loop: ConnectionLoop, token: UInt64, transport: Transport) {
    self.descriptor = descriptor
    self.remote = remote
    self.loop = loop
    self.token = token
    self.transport = transport
    adopted = loop.now
    lastReceived = loop.now
    lastTaken = loop.now
    if case .tls = transport { state.insert(.handshaking) }
  }

  /// True once its user has got so far with the peer that ``LoopSettings/setUpTimeout`` does not count any more. False
  /// at first; on the loop's queue.
  public var isSetUp: Bool {
    get { state.contains(.setUp) }
    set {
      loop.assertOnQueue()
      if newValue { state.insert(.setUp) } else { state.remove(.setUp) }
    }
  }

  /// True while bytes wait for the socket, be they encrypted already or not.
  var holdsOutput: Bool { !outgoing.isEmpty || transport.holdsUnsent }

  /// True at its end; sending to it does nothing then.
  public var isClosed: Bool { state.contains(.closed) }

  /// The chat bytes that wait to be written; what the kernel has taken does not count.
  var pendingBytes: Int { outgoing.chatBytes }

  /// The bulk bytes that wait to be written.
  var pendingBulkBytes: Int { outgoing.bulkBytes }

  /// True while more chat bytes wait than the high-water mark allows; its user should stop sending until it is reported
  /// as drained. Nothing is dropped.
  public var isOverHighWater: Bool { state.contains(.overHighWater) }

  /// Asks for larger reads, because the peer sends a file. False at first.
  public var expectsBulk: Bool {
    get { state.contains(.expectsBulk) }
    set {
      loop.assertOnQueue()
      if newValue { state.insert(.expectsBulk) } else { state.remove(.expectsBulk) }
    }
  }
  /// Asks for smaller reads, because what comes is more work than its bytes tell. False at first; comes before
  /// ``expectsBulk``.
  public var readsLittle: Bool {
    get { state.contains(.readsLittle) }
    set {
      loop.assertOnQueue()
      if newValue { state.insert(.readsLittle) } else { state.remove(.readsLittle) }
    }
  }

  /// Appends chat bytes; they are written at the end of the turn. On the loop's queue.
  ///
  /// Neighbours in one buffer are joined: all messages of a batch cost one reference.
  public func send(_ slice: ByteSlice) {
    loop.assertOnQueueInDebugBuild()
    guard isOpenForSending(slice) else { return }
    outgoing.append(slice)
    if outgoing.chatBytes > loop.settings.highWater { state.insert(.overHighWater) }
    loop.listForWriting(self)
  }

  /// Appends one whole frame of bulk, written only while no chat waits. On the loop's queue.
  ///
  /// The delegate's `bulkWanted` follows when there is room for more.
  public func sendBulk(_ frame: ByteSlice) {
    loop.assertOnQueueInDebugBuild()
    guard isOpenForSending(frame) else { return }
    outgoing.appendBulk(frame)
    state.insert(.bulkArmed)
    loop.listForWriting(self)
  }

  /// True while bytes are taken; notes since when they wait.
  private func isOpenForSending(_ slice: ByteSlice) -> Bool {
    guard state.isDisjoint(with: [.closed, .finishing]), writeFailure == 0, slice.count > 0 else { return false }
    if !holdsOutput { lastTaken = loop.now }
    return true
  }

  /// Reads no more until ``resumeReading()``: the kernel's window closes and the peer has to wait. On the loop's queue.
  ///
  /// The silence time-out does not count meanwhile; an end of the peer is noticed only afterwards, a reset at once.
  public func pauseReading() {
    loop.assertOnQueue()
    state.insert(.paused)
  }

  /// Reads again. On the loop's queue.
  public func resumeReading() {
    loop.assertOnQueue()
    guard state.contains(.paused) else { return }
    state.remove(.paused)
    lastReceived = loop.now
    if state.contains(.readable) { loop.listForReading(self) }
  }

  /// Closes at once; what waits is lost, and the peer may see a reset. On the loop's queue.
  public func close() {
    loop.assertOnQueue()
    loop.end(self, .closedByUs)
  }

  /// Writes what waits, ends our side (in TLS with its own word for that), waits shortly for the peer to end its own,
  /// then closes. On the loop's queue.
  ///
  /// What still comes in is read and dropped: closing a socket with unread bytes would send a reset, and a reset can
  /// overtake the last bytes we wrote (RFC 1122, 4.2.2.13). Sending to the connection does nothing from now on.
  public func closeAfterWriting() {
    loop.assertOnQueue()
    guard state.isDisjoint(with: [.closed, .finishing]) else { return }
    // Before TLS is agreed on there is nothing that could be told.
    guard state.isDisjoint(with: .handshaking) else { return close() }
    state.insert(.finishing)
    state.remove(.bulkArmed)
    resumeReading()
    loop.listForWriting(self)
  }
}

/// Why a connection came to its end.
public enum CloseReason: Hashable, Sendable {
  /// The peer has ended its side in order.
  case peerClosed
  /// The connection broke, with this errno: ECONNRESET when the peer dropped it, ETIMEDOUT when it vanished.
  case failed(Int32)
  /// TLS did not come about, or the peer broke its rules.
  case tlsFailed(TLSError)
  /// We have closed it.
  case closedByUs
  /// The socket took nothing for the time of ``LoopSettings/stallTimeout`` while bytes waited.
  case stalled
  /// Nothing was received for the time of ``LoopSettings/silenceTimeout``.
  case silent
  /// ``Connection/isSetUp`` was not said within the time of ``LoopSettings/setUpTimeout``.
  case notSetUp
}
