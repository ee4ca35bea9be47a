extension Connection {
  /// Appends chat bytes; they are written at the end of the turn. On the loop's queue.
  ///
  /// Neighbours in one buffer are joined: all messages of a batch cost one reference.
  public func send(_ slice: ByteSlice) {
    loop.assertOnQueueInDebugBuild()
    guard isOpenForSending(slice) else { return }
    outgoing.append(slice)
    if outgoing.chatBytes > loop.settings.highWater { state.insert(.overHighWater) }
    loop.listForWriting(self)
  }

  /// Appends one whole frame of bulk, written only while no chat waits. On the loop's queue.
  ///
  /// The delegate's `bulkWanted` follows when there is room for more.
  public func sendBulk(_ frame: ByteSlice) {
    loop.assertOnQueueInDebugBuild()
    guard isOpenForSending(frame) else { return }
    outgoing.appendBulk(frame)
    state.insert(.bulkArmed)
    loop.listForWriting(self)
  }

  /// True while bytes are taken; notes since when they wait.
  private func isOpenForSending(_ slice: ByteSlice) -> Bool {
    guard state.isDisjoint(with: [.closed, .finishing]), writeFailure == 0, slice.count > 0 else { return false }
    if !holdsOutput { lastTaken = loop.now }
    return true
  }
}
