import ChatSystem
import Dispatch
import Glibc

/// Many connections on ONE serial queue: one dispatch source watches an epoll descriptor that holds them all.
///
/// A wake-up takes turns: look who is ready, run what other queues left, read a little from each ready connection, let
/// the delegate end the turn, write once to each connection that has something to write. Give it a delegate, `adopt`
/// sockets, and `stop()` it at the end: connections hold their loop.
public final class ConnectionLoop: @unchecked Sendable {  // `queue` protects everything but `inbox` (asserted).
  /// Where everything happens.
  public let queue: DispatchQueue
  /// The measures.
  public private(set) var settings: LoopSettings
  /// The receiver of the bytes. Set before the first connection, on the queue.
  public weak var delegate: (any ConnectionLoopDelegate)?
  /// The clock's reading, in nanoseconds, taken at the start of the turn.
  public internal(set) var now: Int64
  /// The number of open connections. On the queue.
  public internal(set) var connectionCount = 0

  let clock: @Sendable () -> Int64
  let inbox = Inbox()
  let epoll: Epoll
  let scratch: LoopScratch

  /// Connections by place; a token is a place and a number that tells its tenants apart.
  var connections: [Connection?] = []
  var freePlaces: [UInt32] = []
  var lastTenant: UInt32 = 0

  var toRead: [Connection] = []
  var toWrite: [Connection] = []
  /// Those whose handshake can go on, in the order of their peers' bytes.
  var toShakeHands = FIFO<Connection>()
  var notices: [Notice] = []
  var jobs: [Inbox.Job] = []
  /// True while a wake-up runs or is posted: it will look at the lists.
  var isAwake = false
  /// True while `readiness` calls.
  var isWatched = true
  /// How many times it looks for nothing before it rests.
  var looksLeft = 0
  /// True once it rests for good.
  private(set) var isStopped = false

  /// The silence that those may keep who were adopted before that time: as long as they were told then.
  private(set) var earlierSilence: (adoptedBefore: Int64, seconds: Double) = (.min, 0)

  let readiness: any DispatchSourceRead
  private let timer: any DispatchSourceTimer

  /// Something that the delegate is yet to be told.
  enum Notice {
    case drained(Connection)
    case bulkWanted(Connection)
    case closed(Connection, CloseReason)
  }

  /// Takes other times; the one for silence holds for who is adopted from now on, and for who was before if it is longer.
  /// On the queue.
  public func change(silenceTimeout: Double, setUpTimeout: Double?) {
    assertOnQueue()
    let longest = max(earlierSilence.seconds, settings.silenceTimeout ?? 0, silenceTimeout)
    if silenceTimeout != settings.silenceTimeout { earlierSilence = (clock(), longest) }
    settings.silenceTimeout = silenceTimeout
    settings.setUpTimeout = setUpTimeout
  }

  /// An empty loop. Throws when the system has no descriptor left.
  ///
  /// - Parameter clock: nanoseconds of a clock that never goes back; called on the queue.
  public init(
    label: String, settings: LoopSettings = LoopSettings(), qos: DispatchQoS = .unspecified,
    clock: @escaping @Sendable () -> Int64 = { MonotonicClock.now() }
  ) throws(NetError) {
    queue = DispatchQueue(label: label, qos: qos)
    self.settings = settings
    self.clock = clock
    now = clock()
    epoll = try Epoll(capacity: 512)
    scratch = LoopScratch(settings)
    readiness = DispatchSource.makeReadSource(fileDescriptor: epoll.descriptor, queue: queue)
    timer = DispatchSource.makeTimerSource(queue: queue)

    let descriptor = epoll.descriptor
    readiness.setEventHandler { [weak self] in self?.wakeUp() }
    readiness.setCancelHandler { _ = Glibc.close(descriptor) }
    timer.setEventHandler { [weak self] in self?.closeOverdue() }
    timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(100))
    readiness.activate()
    timer.activate()
  }

  deinit {
    readiness.cancel()
    timer.cancel()
  }

  /// Runs `job` on the queue, in order with the others of this kind, and flushes what it sent. From any queue.
  ///
  /// Cheaper than `queue.async`, and many jobs share one turn. (After a plain `queue.async` the flush comes by itself
  /// too, in a turn of its own.)
  public func perform(_ job: @escaping @Sendable () -> Void) {
    if inbox.leave(job) {
      queue.async { self.wakeUp() }
    }
  }

  /// The same for what may wait a little, as a flood of new connections does: only few such jobs are run in a turn, in
  /// order among themselves, and the others of ``perform(_:)`` go before them. From any queue.
  public func performPatiently(_ job: @escaping @Sendable () -> Void) {
    if inbox.leave(job, isPatient: true) {
      queue.async { self.wakeUp() }
    }
  }

  /// Takes over a connected socket; it is closed with the connection. On the queue.
  ///
  /// Makes it non-blocking and sets TCP_NODELAY and TCP_NOTSENT_LOWAT. When it throws (out of memory or of
  /// epoll watches; the loop is stopped), the socket is closed.
  ///
  /// Nothing of it is reported before the handshake of `security` has ended; what is sent to it waits so long.
  @discardableResult
  public func adopt(
    _ descriptor: Int32, remote: SocketAddress, security: ConnectionSecurity = .plain, owner: AnyObject? = nil
  ) throws(NetError) -> Connection {
    assertOnQueue()
    SocketOption.prepareConnection(descriptor, notSentLowWater: settings.notSentLowWater)
    let place = freePlaces.popLast() ?? UInt32(connections.count)
    lastTenant &+= 1
    let token = UInt64(lastTenant) << 32 | UInt64(place)
    let transport: Transport
    do throws(NetError) {
      transport = try TLSStream.make(security, descriptor).map { .tls($0) } ?? .plain
      guard !isStopped else { throw NetError(.epoll, code: ESHUTDOWN) }
      try epoll.add(descriptor, token: token)
    } catch {
      if Int(place) < connections.count { freePlaces.append(place) }
      _ = Glibc.close(descriptor)
      throw error
    }
    let connection = Connection(descriptor, remote: remote, loop: self, token: token, transport: transport)
    connection.owner = owner
    if Int(place) < connections.count { connections[Int(place)] = connection } else { connections.append(connection) }
    connectionCount += 1
    // A client speaks first.
    if case .tlsClient = security { listForHandshake(connection) }
    return connection
  }

  /// Calls `body` with every open connection, in no order. On the queue.
  public func forEachConnection(_ body: (Connection) -> Void) {
    assertOnQueue()
    for case let connection? in connections { body(connection) }
  }

  /// Closes every connection at once, tells the delegate of each, and rests for good. On the queue.
  ///
  /// Jobs are run afterwards too, so that nobody waits for them in vain.
  public func stop() {
    assertOnQueue()
    guard !isStopped else { return }
    isStopped = true
    forEachConnection { $0.close() }
    deliverNotices()
    delegate?.turnEnded(self)
    watch(true)
    readiness.cancel()
    timer.cancel()
  }

  func assertOnQueue() {
    dispatchPrecondition(condition: .onQueue(queue))
  }

  /// The same where 6 ns count: once per delivery.
  @inline(__always)
  func assertOnQueueInDebugBuild() {
    assert(
      {
        dispatchPrecondition(condition: .onQueue(queue)); return true
      }())
  }
}

/// The user of a loop, who gives a meaning to the bytes of its connections. All calls come on the loop's queue.
public protocol ConnectionLoopDelegate: AnyObject {
  /// Bytes have come; valid only during the call. At most once per connection and turn.
  func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection)
  /// A peer of a TLS server speaks something else, which began with `bytes` (one at least); it has turned plain, and
  /// what it says is dropped. Send it a last word and close it.
  func spokePlainly(_ bytes: UnsafeRawBufferPointer, _ connection: Connection)
  /// The turn's other calls and the closures given to ``ConnectionLoop/perform(_:)`` are done; what was given to the
  /// connections is written right after this.
  func turnEnded(_ loop: ConnectionLoop)
  /// The waiting chat bytes fell below the low-water mark after they had been above the high-water mark.
  func drained(_ connection: Connection)
  /// No chat waits and little of what was given to ``Connection/sendBulk(_:)`` does: there is room for more.
  ///
  /// Once after each run of `sendBulk`: who has nothing to give now is not asked again before giving some.
  func bulkWanted(_ connection: Connection)
  /// The connection is at its end and gives no further call. Exactly once per connection.
  func closed(_ connection: Connection, _ reason: CloseReason)
}

extension ConnectionLoopDelegate {
  /// Closes it: who serves nobody over TLS has nothing to say to that.
  public func spokePlainly(_ bytes: UnsafeRawBufferPointer, _ connection: Connection) {
    connection.close()
  }
}

/// The memory a loop's connections share while it works on one of them.
final class LoopScratch {
  let read: UnsafeMutableRawBufferPointer
  let vectors: UnsafeMutableBufferPointer<iovec>
  /// Where small writes are put together to one TLS record.
  let record: UnsafeMutableRawBufferPointer

  init(_ settings: LoopSettings) {
    read = .allocate(byteCount: max(settings.littleReadSize, settings.readSize, settings.bulkReadSize), alignment: 16)
    vectors = .allocate(capacity: 64)
    record = .allocate(byteCount: TLSStream.recordSize, alignment: 16)
  }

  deinit {
    read.deallocate()
    vectors.deallocate()
    record.deallocate()
  }
}
