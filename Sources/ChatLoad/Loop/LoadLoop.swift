import ChatNet
import ChatSystem

/// Who gives a meaning to what a ``LoadLoop`` reads.
protocol LoadLoopDelegate: AnyObject {
  /// Whole frames have come, one after the other with their lengths, and then what there is of the next one.
  ///
  /// - Returns: how many bytes of it were whole frames; nil when they are none, and the connection is to be closed.
  func received(_ bytes: UnsafeRawBufferPointer, from connection: LoadConnection) -> Int?
  /// The connection has come to its end, which ``LoadConnection/close()`` does not tell.
  func lost(_ connection: LoadConnection, because reason: String)
  /// What had come is read; what is sent now goes out with the turn.
  func turnEnded(at now: Int64)
}

/// Very many client connections on one epoll descriptor and one thread: the caller's, while it calls ``turn(until:)``.
///
/// A turn reads once from each connection that has something, and writes once to each that has something to say.
final class LoadLoop {
  /// Owns this loop.
  unowned var delegate: (any LoadLoopDelegate)?
  private let epoll: Epoll
  private var connections: [LoadConnection?] = []
  private var freePlaces: [Int] = []
  /// Tells the tenants of a place apart.
  private var lastTenant: UInt64 = 0
  private var toRead: [LoadConnection] = []
  private var toWrite: [LoadConnection] = []
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1_024, alignment: 64)

  /// An empty one.
  init() throws(NetError) {
    epoll = try Epoll(capacity: 1_024)
  }

  deinit {
    epoll.close()
    buffer.deallocate()
  }

  /// Connects; what is sent before TLS is agreed on waits for that.
  func connect(
    to address: SocketAddress, from source: SocketAddress? = nil, security: ConnectionSecurity
  ) throws(NetError) -> LoadConnection {
    let socket = try DirectSocket(connectingTo: address, from: source, security: security)
    let place = freePlaces.popLast() ?? connections.count
    lastTenant += 1
    let connection = LoadConnection(socket, loop: self, place: place, tenant: lastTenant)
    if place < connections.count { connections[place] = connection } else { connections.append(connection) }
    try epoll.add(socket.descriptor, token: lastTenant << 24 | UInt64(place))
    listForReading(connection)
    return connection
  }

  /// Takes one turn. Waits until there is something to do, but no longer than to `deadline`.
  func turn(until deadline: Int64) {
    let wait = toRead.isEmpty && toWrite.isEmpty ? deadline - MonotonicClock.now() : 0
    epoll.wait(nanoseconds: wait) { note($0) }
    if !toRead.isEmpty {
      let batch = toRead
      toRead.removeAll(keepingCapacity: true)
      for connection in batch {
        connection.isListedForReading = false
        read(connection)
      }
    }
    delegate?.turnEnded(at: MonotonicClock.now())
    guard !toWrite.isEmpty else { return }
    let batch = toWrite
    toWrite.removeAll(keepingCapacity: true)
    for connection in batch {
      connection.isListedForWriting = false
      write(connection)
    }
  }

  func listForWriting(_ connection: LoadConnection) {
    guard !connection.isListedForWriting, !connection.isClosed else { return }
    connection.isListedForWriting = true
    toWrite.append(connection)
  }

  func forget(_ connection: LoadConnection) {
    connections[connection.place] = nil
    freePlaces.append(connection.place)
  }

  private func listForReading(_ connection: LoadConnection) {
    guard !connection.isListedForReading, !connection.isClosed else { return }
    connection.isListedForReading = true
    toRead.append(connection)
  }

  private func note(_ event: Epoll.Event) {
    let place = Int(event.token & 0xFF_FFFF)
    guard place < connections.count, let connection = connections[place], connection.tenant == event.token >> 24 else {
      return
    }
    if event.isReadable || connection.isShakingHands { listForReading(connection) }
    if event.isWritable, connection.isBlocked {
      connection.isBlocked = false
      listForWriting(connection)
    }
  }

  private func read(_ connection: LoadConnection) {
    guard !connection.isClosed else { return }
    if connection.isShakingHands {
      guard shakeHands(connection) else { return }
    }
    // What was left of the last frame goes before the new bytes, so that every frame lies in one piece.
    let kept = connection.partial.count
    if kept > 0 { buffer.copyBytes(from: connection.partial) }
    switch connection.socket.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept...])) {
    case .moved(let count, let more):
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<(kept + count)])
      guard let used = delegate?.received(bytes, from: connection) else {
        return lose(connection, "what it sent is no frame")
      }
      guard !connection.isClosed else { return }
      connection.keep(UnsafeRawBufferPointer(rebasing: bytes[used...]))
      if more { listForReading(connection) }
    case .again: listForReading(connection)
    case .wouldBlock: break
    case .ended: lose(connection, "the server closed it")
    case .failed(let reason): lose(connection, reason)
    }
    if connection.socket.holdsUnsent { listForWriting(connection) }
  }

  /// Whether TLS is agreed on.
  private func shakeHands(_ connection: LoadConnection) -> Bool {
    switch connection.socket.handshake() {
    case .moved:
      connection.isShakingHands = false
      listForWriting(connection)
      return true
    case .again: listForReading(connection)
    case .wouldBlock: break
    case .ended: lose(connection, "the server closed it")
    case .failed(let reason): lose(connection, reason)
    }
    return false
  }

  private func write(_ connection: LoadConnection) {
    guard !connection.isClosed, !connection.isShakingHands, !connection.isBlocked else { return }
    let outcome = connection.output.withUnsafeBytes {
      connection.socket.write(UnsafeRawBufferPointer(rebasing: $0[connection.written...]))
    }
    switch outcome {
    case .moved(let count, let more):
      connection.noteWritten(count)
      if !more { connection.isBlocked = true } else if connection.hasOutput { listForWriting(connection) }
    case .wouldBlock: connection.isBlocked = true
    case .again: listForWriting(connection)
    case .ended: lose(connection, "the server closed it")
    case .failed(let reason): lose(connection, reason)
    }
  }

  private func lose(_ connection: LoadConnection, _ reason: String) {
    guard !connection.isClosed else { return }
    connection.close()
    delegate?.lost(connection, because: reason)
  }
}
