import Glibc

extension ConnectionLoop {
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
