import ChatSystem
import Glibc

// TLS is agreed on here, a few connections a turn, after those that are connected already were read.
extension ConnectionLoop {
  /// The first bytes of a peer that speaks no TLS, as far as they are looked at.
  private static let foreignBytes = 16

  /// Has the handshake of `connection` gone on with.
  func listForHandshake(_ connection: Connection) {
    guard connection.state.isDisjoint(with: [.listedForReading, .awaitingTrust, .closed]) else { return }
    connection.state.insert(.listedForReading)
    toShakeHands.append(connection)
    requestTurn()
  }

  /// Goes on with some handshakes; the rest comes in the next turns.
  func shakeHands(_ delegate: (any ConnectionLoopDelegate)?) {
    var left = settings.handshakesPerTurn
    while left > 0, let connection = toShakeHands.popFirst() {
      connection.state.remove(.listedForReading)
      guard !connection.isClosed else { continue }
      left -= 1
      shakeHands(connection, delegate)
    }
  }

  private func shakeHands(_ connection: Connection, _ delegate: (any ConnectionLoopDelegate)?) {
    guard case .tls(let stream) = connection.transport else { return }
    let step = stream.handshake()
    writeUnsent(connection)
    switch step {
    case .done:
      connection.lastReceived = now
      agreed(connection, stream)
    case .wouldBlock:
      connection.state.remove(.readable)
    case .again:
      listForHandshake(connection)
    case .notTLS:
      turnPlain(connection, delegate)
    case .failed(let failure):
      end(connection, failure)
    }
  }

  private func agreed(_ connection: Connection, _ stream: TLSStream) {
    guard let hasAgreed = stream.onAgreement else { return admit(connection) }
    connection.state.insert(.awaitingTrust)
    hasAgreed(nil)
  }

  /// Lets bytes through: TLS is agreed on, and the peer trusted. On the queue.
  func admit(_ connection: Connection) {
    guard !connection.isClosed, case .tls(let stream) = connection.transport else { return }
    stream.onAgreement = nil
    connection.state.subtract([.handshaking, .awaitingTrust])
    connection.lastReceived = now
    connection.lastTaken = now
    // Bytes may wait in the stream, whose socket gives no further sign.
    connection.state.insert(.readable)
    if !connection.state.contains(.paused) { listForReading(connection) }
    if connection.holdsOutput { listForWriting(connection) }
  }

  /// Tells who waits for the handshake that there will be none.
  func reportHandshake(of connection: Connection, endedBy reason: CloseReason) {
    guard case .tls(let stream) = connection.transport, let hasAgreed = stream.onAgreement else { return }
    stream.onAgreement = nil
    let context = connection.remote.description
    switch reason {
    case .tlsFailed(let error): hasAgreed(NetError(error, context: context))
    case .failed(let code): hasAgreed(NetError(.handshake, code: code, context: context))
    case .notSetUp, .silent, .stalled: hasAgreed(NetError(.handshake, code: ETIMEDOUT, context: context))
    case .peerClosed: hasAgreed(NetError(.handshake, code: ECONNRESET, context: context))
    case .closedByUs: hasAgreed(NetError(.handshake, code: ECANCELED, context: context))
    }
  }

  /// The peer speaks no TLS: the delegate may tell it in its own words.
  private func turnPlain(_ connection: Connection, _ delegate: (any ConnectionLoopDelegate)?) {
    var bytes = [UInt8](repeating: 0, count: Self.foreignBytes)
    // Not taken from the socket: what comes is read and dropped when the connection has got its answer.
    let count = SystemCall.run { recv(connection.descriptor, &bytes, bytes.count, Int32(MSG_PEEK)) }
    guard case .value(let count) = count, count > 0, let delegate else { return end(connection, .peerClosed) }
    connection.transport = .plain
    connection.state.remove(.handshaking)
    bytes[..<count].withUnsafeBytes { delegate.spokePlainly($0, connection) }
    // Whatever the delegate did: nothing that is said without TLS reaches it.
    guard !connection.isClosed else { return }
    connection.closeAfterWriting()
    listForReading(connection)
  }

  /// Ends `connection` by what broke it.
  func end(_ connection: Connection, _ failure: Transport.Failure) {
    switch failure {
    case .system(let code): end(connection, .failed(code))
    case .tls(let error): end(connection, .tlsFailed(error))
    }
  }
}
