extension Connection {
  /// Reads no more until ``resumeReading()``: the kernel's window closes and the peer has to wait. On the loop's queue.
  ///
  /// The silence time-out does not count meanwhile; an end of the peer is noticed only afterwards, a reset at once.
  public func pauseReading() {
    loop.assertOnQueue()
    state.insert(.paused)
  }

  /// Reads again. On the loop's queue.
  public func resumeReading() {
    loop.assertOnQueue()
    guard state.contains(.paused) else { return }
    state.remove(.paused)
    lastReceived = loop.now
    if state.contains(.readable) { loop.listForReading(self) }
  }

  /// Closes at once; what waits is lost, and the peer may see a reset. On the loop's queue.
  public func close() {
    loop.assertOnQueue()
    loop.end(self, .closedByUs)
  }

  /// Writes what waits, ends our side (in TLS with its own word for that), waits shortly for the peer to end its own,
  /// then closes. On the loop's queue.
  ///
  /// What still comes in is read and dropped: closing a socket with unread bytes would send a reset, and a reset can
  /// overtake the last bytes we wrote (RFC 1122, 4.2.2.13). Sending to the connection does nothing from now on.
  public func closeAfterWriting() {
    loop.assertOnQueue()
    guard state.isDisjoint(with: [.closed, .finishing]) else { return }
    // Before TLS is agreed on there is nothing that could be told.
    guard state.isDisjoint(with: .handshaking) else { return close() }
    state.insert(.finishing)
    state.remove(.bulkArmed)
    resumeReading()
    loop.listForWriting(self)
  }
}
