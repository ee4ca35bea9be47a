import Glibc

extension ConnectionLoop {
  /// Closes the socket and has the delegate told in this turn or the next. Does nothing the second time.
  func end(_ connection: Connection, _ reason: CloseReason) {
    guard !connection.isClosed else { return }
    connection.state.insert(.closed)
    connection.outgoing.removeAll()
    if reason == .closedByUs || reason == .peerClosed { connection.transport.sendEnd() }
    let place = UInt32(truncatingIfNeeded: connection.token)
    connections[Int(place)] = nil
    freePlaces.append(place)
    connectionCount -= 1
    _ = Glibc.close(connection.descriptor)
    // Who was told to finish is closed by us, however it ends.
    let told: CloseReason = connection.state.contains(.finishing) ? .closedByUs : reason
    if connection.state.contains(.handshaking) { reportHandshake(of: connection, endedBy: told) }
    notices.append(.closed(connection, told))
    requestTurn()
  }

  /// Closes who takes nothing, says nothing, lingers too long, or does not get anywhere. Once a second, on the queue.
  func closeOverdue() {
    assertOnQueue()
    now = clock()
    let stalled = now - Self.nanoseconds(settings.stallTimeout)
    let silent = settings.silenceTimeout.map { now - Self.nanoseconds($0) } ?? .min
    let silentBefore = now - Self.nanoseconds(earlierSilence.seconds)
    let notSetUp = settings.setUpTimeout.map { now - Self.nanoseconds($0) } ?? .min
    let lingered = now - Self.nanoseconds(settings.lingerTimeout)
    for case let connection? in connections {
      if connection.state.contains(.lingering) {
        if connection.lastTaken <= lingered { end(connection, .closedByUs) }
      } else if connection.adopted <= notSetUp, !connection.state.contains(.setUp) {
        end(connection, .notSetUp)
      } else if connection.holdsOutput, connection.lastTaken <= stalled {
        end(connection, .stalled)
      } else if connection.lastReceived <= (connection.adopted < earlierSilence.adoptedBefore ? silentBefore : silent),
        connection.state.isDisjoint(with: [.paused, .awaitingTrust])
      {
        end(connection, .silent)
      }
    }
  }

  private static func nanoseconds(_ seconds: Double) -> Int64 {
    Int64((seconds * 1_000_000_000).rounded())
  }
}
