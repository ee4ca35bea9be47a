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
}

extension LoopSettings {
  fileprivate func readSize(of connection: Connection) -> Int {
    if connection.readsLittle { return littleReadSize }
    return connection.expectsBulk ? bulkReadSize : readSize
  }
}
