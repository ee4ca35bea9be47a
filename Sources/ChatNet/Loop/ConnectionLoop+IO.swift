import Glibc

extension ConnectionLoop {
  /// Has `connection` read in the next turn.
  func listForReading(_ connection: Connection) {
    guard !connection.state.contains(.handshaking) else { return listForHandshake(connection) }
    guard connection.state.isDisjoint(with: [.listedForReading, .closed]) else { return }
    connection.state.insert(.listedForReading)
    toRead.append(connection)
    requestTurn()
  }

  /// Reads once from each listed connection, as far as the turn's budget goes. The rest comes first next time.
  func readReady(_ delegate: (any ConnectionLoopDelegate)?) {
    guard !toRead.isEmpty else { return }
    let batch = toRead
    toRead.removeAll(keepingCapacity: true)
    var budget = settings.turnReadBudget
    for (index, connection) in batch.enumerated() {
      guard budget > 0 else {
        toRead.insert(contentsOf: batch[index...], at: 0)
        return
      }
      connection.state.remove(.listedForReading)
      budget -= read(connection, delegate)
    }
    if settings.turnReadBudget - budget >= settings.busyReadSize { looksLeft = settings.looksBeforeRest }
  }

  /// Reads once. Gives the number of bytes.
  private func read(_ connection: Connection, _ delegate: (any ConnectionLoopDelegate)?) -> Int {
    guard connection.state.isDisjoint(with: [.closed, .paused]) else { return 0 }
    let buffer = UnsafeMutableRawBufferPointer(rebasing: scratch.read[..<settings.readSize(of: connection)])
    switch connection.transport.read(connection.descriptor, into: buffer) {
    case .moved(let count, let more):
      connection.lastReceived = now
      if !more, !connection.state.contains(.ending) { connection.state.remove(.readable) }
      if !connection.state.contains(.finishing) {
        delegate?.received(UnsafeRawBufferPointer(rebasing: buffer[..<count]), from: connection)
      }
      if connection.state.isDisjoint(with: .paused), connection.state.contains(.readable) {
        listForReading(connection)
      }
      writeUnsent(connection)
      return count
    case .wouldBlock:
      connection.state.remove(.readable)
      writeUnsent(connection)
    case .again:
      listForReading(connection)
    case .ended:
      end(connection, connection.writeFailure != 0 ? .failed(Int32(connection.writeFailure)) : .peerClosed)
    case .failed(let failure):
      end(connection, failure)
    }
    return 0
  }

  /// Has `connection` written at the end of the turn, unless its socket takes nothing.
  @inline(__always)
  func listForWriting(_ connection: Connection) {
    guard connection.state.isDisjoint(with: [.listedForWriting, .blocked, .closed]) else { return }
    connection.state.insert(.listedForWriting)
    toWrite.append(connection)
    requestTurn()
  }

  /// One write for each listed connection. Who has more left, and a socket that takes it, comes again next turn.
  func writePending() {
    guard !toWrite.isEmpty else { return }
    let batch = toWrite
    toWrite.removeAll(keepingCapacity: true)
    for connection in batch {
      connection.state.remove(.listedForWriting)
      write(connection)
    }
  }

  private func write(_ connection: Connection) {
    guard connection.state.isDisjoint(with: [.closed, .blocked]) else { return }
    if connection.state.contains(.handshaking) {
      flushHandshake(connection)
      return
    }
    if connection.holdsOutput {
      let gathered = connection.outgoing.gather(into: scratch.vectors, bulkLimit: settings.bulkWriteLimit)
      let vectors = UnsafeMutableBufferPointer(rebasing: scratch.vectors[..<gathered.vectors])
      switch connection.transport.write(
        connection.descriptor, vectors, total: gathered.bytes, record: scratch.record)
      {
      case .moved(let count, let more):
        connection.outgoing.advance(count)
        connection.lastTaken = now
        if !more {
          connection.state.insert(.blocked)
        } else if !connection.outgoing.isEmpty {
          listForWriting(connection)
        }
        noteRoom(connection)
      case .wouldBlock:
        connection.state.insert(.blocked)
      case .again, .ended:
        writeFailed(connection, EPIPE)
      case .failed(.system(let code)):
        writeFailed(connection, code)
      case .failed(.tls(let error)):
        end(connection, .tlsFailed(error))
      }
    }
    if connection.state.contains(.finishing), !connection.holdsOutput { endOurSide(connection) }
  }

  /// Writes what the handshake has left over.
  private func flushHandshake(_ connection: Connection) {
    guard connection.transport.holdsUnsent else { return }
    let none = UnsafeMutableBufferPointer(rebasing: scratch.vectors[..<0])
    switch connection.transport.write(connection.descriptor, none, total: 0, record: scratch.record) {
    case .failed(let failure): end(connection, failure)
    case .moved, .wouldBlock, .again, .ended: if connection.transport.holdsUnsent { connection.state.insert(.blocked) }
    }
  }

  /// Has what reading left to be written go out. Not by noting the socket as blocked: it may have become ready in this
  /// very turn, and would give no other sign.
  func writeUnsent(_ connection: Connection) {
    if connection.transport.holdsUnsent { listForWriting(connection) }
  }

  /// Reports that there is room again, where somebody waits for it.
  private func noteRoom(_ connection: Connection) {
    if connection.state.contains(.overHighWater), connection.outgoing.chatBytes < settings.lowWater {
      connection.state.remove(.overHighWater)
      notices.append(.drained(connection))
    }
    if connection.state.contains(.bulkArmed), connection.outgoing.chatBytes == 0,
      connection.outgoing.bulkBytes < settings.bulkMark
    {
      connection.state.remove(.bulkArmed)
      notices.append(.bulkWanted(connection))
    }
  }

  /// Nothing can be written any more, but the peer's last bytes may still wait to be read: the end comes after them.
  private func writeFailed(_ connection: Connection, _ code: Int32) {
    connection.writeFailure = Int16(truncatingIfNeeded: code)
    connection.outgoing.removeAll()
    guard !connection.state.contains(.paused) else { return end(connection, .failed(code)) }
    connection.state.formUnion([.blocked, .ending, .readable])
    listForReading(connection)
  }

  private func endOurSide(_ connection: Connection) {
    guard connection.state.isDisjoint(with: [.closed, .lingering]) else { return }
    connection.transport.sendEnd()
    guard !connection.transport.holdsUnsent else {
      connection.state.insert(.blocked)
      return
    }
    connection.state.insert(.lingering)
    connection.lastTaken = now
    shutdown(connection.descriptor, Int32(SHUT_WR))
  }
}

extension LoopSettings {
  fileprivate func readSize(of connection: Connection) -> Int {
    if connection.readsLittle { return littleReadSize }
    return connection.expectsBulk ? bulkReadSize : readSize
  }
}
