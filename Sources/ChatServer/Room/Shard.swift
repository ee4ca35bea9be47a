import ChatCore
import ChatNet
import ChatWire
import Dispatch

/// Owns a share of the connections: cuts frames, passes requests on to the room in batches, and writes what comes back.
///
/// Everything in it is touched on its loop's queue alone, which the loop asserts.
final class Shard: @unchecked Sendable {  // All state belongs to the loop's queue.
  let number: Int
  let loop: ConnectionLoop
  let room: RoomQueue
  let depot: Depot
  let log: ServerLog
  let gate: ConnectionGate
  /// How often a client wants to hear from us, in seconds: the shortest time that one was told.
  private(set) var keepAlive: Double
  var sessions: [SessionID: ShardSession] = [:]
  /// Those who take what goes to everyone, in no order.
  var live: [ShardSession] = []
  /// Notices that wait to go out together (`Shard+Notices`), how many of them are not for whom, when the last ones went,
  /// and whether a timer runs for these.
  var notices: [ByteSlice] = []
  var noticesPassed: [SessionID: Int] = [:]
  var noticesSent = Int64.min / 2
  var sendsNoticesSoon = false
  /// Counts the lines about connections that came to nothing, so that a flood of them does not fill the log.
  var strangers = CommandTally()
  var tellsLeftOutSoon = false

  /// The inputs that the room gets with the next batch.
  private var outbox: [Input] = []
  private var outboxBytes = 0
  /// True while a batch is at the room: the next one waits until it comes back.
  private var isBatchOut = false
  /// Those that are not read because the outbox is full.
  private var paused: [ShardSession] = []
  /// Told when the last connection has gone; once.
  private var onEmpty: (@Sendable () -> Void)?

  /// So much may wait for the room before the shard stops reading.
  private static let outboxLimit = 256 * 1024
  /// The bytes that an input counts beside its own.
  private static let inputOverhead = 64
  static let pong = SharedBytes(ServerFrame.pong.encoded()).slice

  init(
    number: Int, loop: ConnectionLoop, room: RoomQueue, depot: Depot, gate: ConnectionGate, log: ServerLog,
    keepAlive: Double
  ) {
    self.gate = gate
    self.log = log
    self.keepAlive = keepAlive
    self.number = number
    self.loop = loop
    self.room = room
    self.depot = depot
    loop.queue.sync { loop.delegate = self }
  }

  /// Takes other settings; who is read slowly is read at once, and then at the pace that holds now. From any queue.
  func change(_ settings: Settings) {
    loop.perform { [self] in
      keepAlive = min(keepAlive, settings[.keepAlive])
      loop.change(silenceTimeout: 4 * settings[.keepAlive], setUpTimeout: settings.seconds(of: .helloTime))
      for session in sessions.values {
        session.heldUntil = loop.now
        release(session, from: .rate)
      }
    }
  }

  /// Takes over an accepted socket as session `id`; with a `refusal` it is told that in answer to its hello, and closed.
  /// From any queue.
  func adopt(
    _ descriptor: Int32, remote: SocketAddress, security: ConnectionSecurity, as id: SessionID, refusal: Refusal? = nil
  ) {
    loop.performPatiently { [self] in
      guard let connection = try? loop.adopt(descriptor, remote: remote, security: security) else {
        return gate.left(id)
      }
      let session = ShardSession(id: id, connection: connection, refusal: refusal)
      connection.owner = session
      sessions[id] = session
    }
  }

  /// Puts out a session that is not logged in, because another address has fewer of these. From any queue; comes after
  /// the adoption that was asked for before.
  func giveWay(_ id: SessionID) {
    loop.performPatiently { [self] in
      guard let session = sessions[id], !session.isAdmitted, session.stage != .closing else { return }
      gate.noteRefusal(.gaveWay, session.connection.remote)
      let refusal = Refusal.other(
        "Too many connections from your address are at the log-in prompt. Please try again in a few seconds!")
      switch session.stage {
      case .open: session.say(.event(.putOut(reason: refusal.sentence)))
      case .greeting, .closing: session.say(.hello(LastWord.hello(refusal)))
      }
      close(id)
    }
  }

  /// Calls `done` when there is no connection any more. On the loop's queue.
  func whenEmpty(_ done: @escaping @Sendable () -> Void) {
    if sessions.isEmpty { done() } else { onEmpty = done }
  }

  /// Carries out what the room orders, and writes it in the same turn. From any queue.
  func post(_ orders: ShardOrders) {
    loop.perform { [self] in
      for order in orders.orders {
        carryOut(order, bytes: orders.bytes)
      }
      sendNoticesIfDue()
      if orders.isReady {
        isBatchOut = false
        resumePaused()
      }
    }
  }

  /// Sends a frame that goes before files. From any queue.
  func send(_ frame: ServerFrame, to id: SessionID) {
    let slice = SharedBytes(frame.encoded()).slice
    loop.perform { [self] in
      sessions[id]?.connection.send(slice)
    }
  }

  /// Sends frames that go when no chat waits. From any queue.
  func sendBulk(_ frames: [ServerFrame], to id: SessionID) {
    let slices = frames.map { SharedBytes($0.encoded()).slice }
    loop.perform { [self] in
      guard let session = sessions[id] else { return }
      session.allowance.sentChunks(slices.count)
      for slice in slices {
        session.connection.sendBulk(slice)
      }
    }
  }

  /// Puts `input` into the next batch. On the loop's queue.
  func tell(_ input: consuming Input, bytes: Int = 0) {
    outbox.append(input)
    outboxBytes += bytes + Self.inputOverhead
  }

  private func sendBatch() {
    guard !isBatchOut, !outbox.isEmpty else { return }
    isBatchOut = true
    room.submit(outbox, from: number)
    outbox = []
    outboxBytes = 0
  }

  private func resumePaused() {
    guard !paused.isEmpty else { return }
    let resumed = paused
    paused = []
    for session in resumed {
      release(session, from: .outbox)
    }
  }
}

extension Shard: ConnectionLoopDelegate {
  func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
    guard let session = connection.owner as? ShardSession, session.stage != .closing else { return }
    do throws(FrameError) {
      try session.hear(bytes) { frame, bytes throws(FrameError) in
        try take(frame, bytes, from: session)
      }
    } catch {
      refuse(error, of: session)
    }
    holdIfBusy(session)
    holdIfUnread(session)
    if outboxBytes > Self.outboxLimit, session.stage != .closing {
      hold(session, for: .outbox)
      paused.append(session)
    }
  }

  func spokePlainly(_ bytes: UnsafeRawBufferPointer, _ connection: Connection) {
    turnAway(connection, ForeignTongue(bytes))
  }

  func turnEnded(_ loop: ConnectionLoop) {
    sendBatch()
  }

  func drained(_ connection: Connection) {
    guard let session = connection.owner as? ShardSession else { return }
    release(session, from: .unread)
    guard session.awaitsDrain else { return }
    session.awaitsDrain = false
    tell(.drained(session.id))
  }

  func bulkWanted(_ connection: Connection) {
    guard let session = connection.owner as? ShardSession else { return }
    depot.bulkWanted(session.id)
  }

  func closed(_ connection: Connection, _ reason: CloseReason) {
    guard let session = connection.owner as? ShardSession else { return }
    sessions[session.id] = nil
    gate.left(session.id)
    leaveLive(session)
    if reason == .notSetUp {
      gate.noteRefusal(.helloTime, connection.remote)
    }
    if session.isKnownToRoom {
      tell(.closed(session.id))
    } else {
      noteEnd(of: connection, reason)
    }
    session.stage = .closing
    if sessions.isEmpty, let done = onEmpty {
      onEmpty = nil
      done()
    }
  }

  private func take(_ frame: consuming ClientFrame?, _ bytes: Int, from session: ShardSession) throws(FrameError) {
    guard let frame = consume frame else { return session.allowance.countUnknown() }
    session.allowance.count(frame, isAdmitted: session.isAdmitted)
    if case .greeting = session.stage {
      guard case .hello(let hello) = frame else { throw .undecodable }
      greet(session, hello)
      return
    }
    switch consume frame {
    case .hello:
      throw .undecodable
    case .ping:
      session.connection.send(Self.pong)
    case .typing:
      tell(.typing(session.id))
    case .request(let number, let request):
      take(request, number: number, bytes: bytes, from: session)
    case let transfer:
      passToDepot(transfer, from: session)
    }
  }

  private func greet(_ session: ShardSession, _ hello: ClientHello) {
    session.connection.isSetUp = true
    if let refusal = session.refusal {
      return refuse(session, refusal)
    }
    guard hello.version == ProtocolVersion.current else {
      let text =
        "This server speaks version \(ProtocolVersion.current) of the protocol and not version \(hello.version). "
        + "Please install the same version of chatctl on both sides."
      return refuse(session, .other(text))
    }
    session.stage = .open
    session.level = UInt8(clamping: hello.level)
    session.isKnownToRoom = true
    let remote = session.connection.remote
    tell(
      .opened(
        session.id, address: remote.placeKey, place: gate.group(of: remote).description, peer: remote.description,
        run: hello.run))
  }

  private func refuse(_ session: ShardSession, _ refusal: Refusal) {
    session.stage = .closing
    session.say(.hello(LastWord.hello(refusal)))
    session.connection.closeAfterWriting()
  }

  /// Whoever sends what is no frame is not spoken to: the next bytes can't be trusted either. But a stranger that begins
  /// in another tongue is told in it.
  private func refuse(_ error: FrameError, of session: ShardSession) {
    if session.stage == .greeting, case .tooLong(let length, _) = error {
      turnAway(session.connection, ForeignTongue(withUnsafeBytes(of: UInt32(length).bigEndian) { Array($0) }))
    } else {
      session.connection.close()
    }
  }
}
