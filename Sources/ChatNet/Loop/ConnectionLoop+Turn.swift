import Glibc

extension ConnectionLoop {
  /// Takes turns while there is something to do, up to the measure, then leaves the queue to others for a moment.
  func wakeUp() {
    assertOnQueue()
    isAwake = true
    if looksLeft > 0 { watch(false) }
    for _ in 0..<settings.turnsPerWakeUp where !takeTurn() {
      if looksLeft > 0 {
        looksLeft -= 1
        break
      }
      isAwake = false
      if inbox.rest() { return watch(true) }
      break
    }
    isAwake = true
    queue.async { self.wakeUp() }
  }

  /// Has the queue called when somebody is ready, or not: a busy loop looks by itself, and each call costs switches to
  /// other threads.
  func watch(_ isWanted: Bool) {
    guard isWanted != isWatched else { return }
    isWatched = isWanted
    if isWanted { readiness.resume() } else { readiness.suspend() }
  }

  /// One turn. False when there was nothing to do.
  private func takeTurn() -> Bool {
    now = clock()
    if !isStopped { epoll.poll { note($0) } }
    let hadJobs = runJobs()
    guard hadJobs || !toRead.isEmpty || !toWrite.isEmpty || !toShakeHands.isEmpty || !notices.isEmpty else {
      yieldIfBusy()
      return false
    }
    let delegate = delegate
    readReady(delegate)
    shakeHands(delegate)
    deliverNotices()
    delegate?.turnEnded(self)
    writePending()
    yieldIfBusy()
    return true
  }

  private func yieldIfBusy() {
    if settings.yieldsProcessor, looksLeft > 0 { sched_yield() }
  }

  private func note(_ event: Epoll.Event) {
    guard let connection = connection(event.token) else { return }
    if event.isReadable {
      connection.state.insert(.readable)
      if event.isEnding { connection.state.insert(.ending) }
      if connection.state.contains(.handshaking) || !connection.state.contains(.paused) {
        listForReading(connection)
      } else if event.isBroken {
        let code = SocketOption.error(connection.descriptor)
        end(connection, .failed(code == 0 ? ECONNRESET : code))
      }
    }
    if event.isWritable, connection.state.contains(.blocked) {
      connection.state.remove(.blocked)
      listForWriting(connection)
    }
  }

  /// The open connection of a token; nil when it is closed and its place empty or let again.
  private func connection(_ token: UInt64) -> Connection? {
    let place = Int(UInt32(truncatingIfNeeded: token))
    guard place < connections.count, let connection = connections[place], connection.token == token else { return nil }
    return connection
  }

  private func runJobs() -> Bool {
    inbox.take(into: &jobs, patient: settings.patientJobsPerTurn)
    guard !jobs.isEmpty else { return false }
    for job in jobs { job() }
    jobs.removeAll(keepingCapacity: jobs.capacity <= 1_024)
    return true
  }

  /// Tells the delegate what happened, also what happens while it is told.
  func deliverNotices() {
    while !notices.isEmpty {
      let delegate = delegate
      let batch = notices
      notices.removeAll(keepingCapacity: true)
      for notice in batch {
        switch notice {
        case .drained(let connection) where !connection.isClosed: delegate?.drained(connection)
        case .bulkWanted(let connection) where !connection.isClosed: delegate?.bulkWanted(connection)
        case .drained, .bulkWanted: break
        case .closed(let connection, let reason):
          delegate?.closed(connection, reason)
          connection.owner = nil
        }
      }
    }
  }

  /// Sees to it that a turn comes.
  func requestTurn() {
    guard !isAwake else { return }
    isAwake = true
    queue.async { self.wakeUp() }
  }

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
