import ChatNet
import ChatSystem
import Glibc

/// The one who gives a meaning to what a ``LoadLoop`` reads.
protocol LoadLoopDelegate: AnyObject {
  /// Whole frames have come, one after the other with their lengths, and then what there is of the next one. Gives how many
  /// bytes of it were whole frames; nil when they are none, and the connection is to be closed.
  func received(_ bytes: UnsafeRawBufferPointer, from connection: LoadConnection) -> Int?
  /// The connection has come to its end, which ``LoadConnection/close()`` does not tell.
  func lost(_ connection: LoadConnection, because reason: String)
  /// All that had come is read; what is sent now goes out with the turn.
  func turnEnded(at now: Int64)
}

final class LoadConnection {
  /// The one it belongs to, and whether that hears what goes to all; its delegate's to set.
  var owner: AnyObject?
  var hearsAll = false
  fileprivate(set) var isClosed = false
  fileprivate let socket: DirectSocket
  fileprivate var isListedForReading = false
  fileprivate var isListedForWriting = false
  fileprivate var isShakingHands: Bool
  /// True while the socket takes nothing, until its next readiness.
  fileprivate var isBlocked = false
  /// The part of a frame that has come.
  fileprivate var partial: [UInt8] = []
  /// The bytes to be written, from `written` on.
  fileprivate var output: [UInt8] = []
  fileprivate var written = 0
  private unowned let loop: LoadLoop

  private static let (smallWrite, compactAfter) = (64, 1 << 20)

  fileprivate init(_ socket: DirectSocket, loop: LoadLoop) {
    (self.socket, self.loop, isShakingHands) = (socket, loop, socket.isEncrypted)
  }

  var pendingBytes: Int { output.count - written }

  /// Has `append` put something behind what is to be written at the end of the turn.
  @inline(__always)
  func send(_ append: (inout [UInt8]) -> Void) {
    append(&output)
    loop.listForWriting(self)
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    socket.close()
    loop.forget(self)
  }

  fileprivate func noteWritten(_ count: Int) {
    written += count
    guard pendingBytes == 0 || written > Self.compactAfter else { return }
    // Who says little holds no buffer, so that very many connections fit beside the server that is measured.
    if pendingBytes == 0, written <= Self.smallWrite { output = [] } else { output.removeFirst(written) }
    written = 0
  }
}

/// Very many connections on one epoll descriptor and one thread: the caller's, while it calls ``turn(until:)``.
///
/// A turn reads once from each connection that has something, and writes once to each that has something to say. The
/// product's loop has a queue of its own and hands bytes on as they come: frames would have to be put together for each
/// connection, and every look at what has come would be a hop.
final class LoadLoop {
  unowned var delegate: (any LoadLoopDelegate)?
  private let epoll: Epoll
  /// By their descriptors.
  private var connections: [LoadConnection?] = []
  private var toRead: [LoadConnection] = []
  private var toWrite: [LoadConnection] = []
  private let buffer: UnsafeMutableRawBufferPointer
  /// The bytes that go to all who hear them at the end of the turn, without a copy for each.
  var toAll: [UInt8] = []
  private let listener: Int32?
  /// The bytes that are read of one connection in a turn.
  private let readSize: Int

  private static let listenerToken = UInt64.max

  init(listener: Int32? = nil, readSize: Int = 256 * 1_024) throws(NetError) {
    (self.listener, self.readSize) = (listener, readSize)
    // With room for what was kept of the last frame.
    buffer = .allocate(byteCount: readSize + 128 * 1_024, alignment: 64)
    epoll = try Epoll(capacity: 1_024)
    if let listener { try epoll.add(listener, token: Self.listenerToken) }
  }

  deinit {
    if let listener { _ = close(listener) }
    epoll.close()
    buffer.deallocate()
  }

  /// Connects; what is sent before TLS is agreed on waits for that.
  func connect(
    to address: SocketAddress, from source: SocketAddress? = nil, security: ConnectionSecurity
  ) throws(NetError) -> LoadConnection {
    try add(DirectSocket(connectingTo: address, from: source, security: security))
  }

  private func add(_ socket: DirectSocket) throws(NetError) -> LoadConnection {
    let place = Int(socket.descriptor)
    let connection = LoadConnection(socket, loop: self)
    try epoll.add(socket.descriptor, token: UInt64(place))
    if place >= connections.count { connections += repeatElement(nil, count: place + 1 - connections.count) }
    connections[place] = connection
    listForReading(connection)
    return connection
  }

  /// Takes one turn. Waits until there is something to do, but no longer than to `deadline`.
  func turn(until deadline: Int64) {
    let wait = toRead.isEmpty && toWrite.isEmpty ? deadline - MonotonicClock.now() : 0
    epoll.wait(nanoseconds: wait) { event in
      guard let listener, event.token == Self.listenerToken else { return note(event) }
      while let socket = DirectSocket(acceptedBy: listener) { _ = try? add(socket) }
    }
    let reading = toRead
    toRead.removeAll(keepingCapacity: true)
    for connection in reading {
      connection.isListedForReading = false
      read(connection)
    }
    delegate?.turnEnded(at: MonotonicClock.now())
    if !toAll.isEmpty {
      for case let connection? in connections where connection.hearsAll { listForWriting(connection) }
    }
    let writing = toWrite
    toWrite.removeAll(keepingCapacity: true)
    for connection in writing {
      connection.isListedForWriting = false
      write(connection)
    }
    toAll.removeAll(keepingCapacity: true)
  }

  fileprivate func listForWriting(_ connection: LoadConnection) {
    guard !connection.isListedForWriting, !connection.isClosed else { return }
    connection.isListedForWriting = true
    toWrite.append(connection)
  }

  private func listForReading(_ connection: LoadConnection) {
    guard !connection.isListedForReading, !connection.isClosed else { return }
    connection.isListedForReading = true
    toRead.append(connection)
  }

  fileprivate func forget(_ connection: LoadConnection) {
    connections[Int(connection.socket.descriptor)] = nil
  }

  private func note(_ event: Epoll.Event) {
    guard let connection = connections[Int(event.token)] else { return }
    if event.isReadable || connection.isShakingHands { listForReading(connection) }
    if event.isWritable, connection.isBlocked {
      connection.isBlocked = false
      listForWriting(connection)
    }
  }

  private func read(_ connection: LoadConnection) {
    guard !connection.isClosed else { return }
    if connection.isShakingHands {
      guard moved(connection.socket.handshake(), connection) != nil else { return }
      connection.isShakingHands = false
      listForWriting(connection)
    }
    // The rest of the last frame goes before the new bytes, so that every frame lies in one piece.
    let kept = connection.partial.count
    if kept > 0 { buffer.copyBytes(from: connection.partial) }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<kept + readSize])
    let outcome = connection.socket.read(into: room)
    if let (count, more) = moved(outcome, connection) {
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<(kept + count)])
      guard let used = delegate?.received(bytes, from: connection) else {
        return lose(connection, "what it sent is no frame")
      }
      guard !connection.isClosed else { return }
      let rest = UnsafeRawBufferPointer(rebasing: bytes[used...])
      connection.partial.removeAll(keepingCapacity: !rest.isEmpty)
      if !rest.isEmpty { connection.partial.append(contentsOf: rest) }
      if more { listForReading(connection) }
    }
    if connection.socket.holdsUnsent { listForWriting(connection) }
  }

  private func write(_ connection: LoadConnection) {
    guard !connection.isClosed, !connection.isShakingHands else { return }
    let toAll = connection.hearsAll ? toAll : []
    var moved: (count: Int, more: Bool)?
    if !connection.isBlocked {
      let outcome = connection.output.withUnsafeBytes { output in
        toAll.withUnsafeBytes {
          connection.socket.write(UnsafeRawBufferPointer(rebasing: output[connection.written...]), $0)
        }
      }
      moved = self.moved(outcome, connection)
    }
    let own = min(moved?.count ?? 0, connection.pendingBytes)
    connection.noteWritten(own)
    connection.output += toAll.dropFirst((moved?.count ?? 0) - own)
    connection.isBlocked = moved?.more != true
    if !connection.isBlocked, connection.pendingBytes > 0 { listForWriting(connection) }
  }

  /// The bytes that a call has moved, and whether there is more to be moved at once; nil where nothing was, and the
  /// connection waits, or is lost.
  @inline(__always)
  private func moved(_ outcome: DirectSocket.Outcome, _ connection: LoadConnection) -> (count: Int, more: Bool)? {
    switch outcome {
    case .moved(let count, let more): return (count, more)
    case .wouldBlock: break
    case .again: listForReading(connection)
    case .ended: lose(connection, "the server closed it")
    case .failed(let reason): lose(connection, reason)
    }
    return nil
  }

  private func lose(_ connection: LoadConnection, _ reason: String) {
    guard !connection.isClosed else { return }
    connection.close()
    delegate?.lost(connection, because: reason)
  }
}
