import ChatCore
import ChatNet
import ChatWire

// What the room orders. Everything here runs on the loop's queue.
extension Shard {
  /// Carries out one order about `bytes`.
  func carryOut(_ order: ShardOrder, bytes: SharedBytes) {
    switch order {
    case .everyone(let range, let before, let holes):
      sendNotices()
      sendToLive(bytes, range, before: before, holes: holes)
    case .live(let id, let range, let before):
      if let session = sessions[id], session.livePlace != nil {
        sendNotices(to: session)
        send(CollectionOfOne(ByteSlice(bytes, range)), to: session, before: before)
      }
    case .notice(let range):
      notices.append(ByteSlice(bytes, range))
    case .send(let id, let range):
      send(ByteSlice(bytes, range), to: id, level: 0)
    case .event(let id, let range, let level):
      send(ByteSlice(bytes, range), to: id, level: level)
    case .answers(let id, let range, let count):
      answer(id, ByteSlice(bytes, range), count: count)
    case .admit(let id):
      admit(id)
    case .goLive(let id):
      if let session = sessions[id], session.stage == .open {
        joinLive(session)
      }
    case .awaitDrain(let id):
      awaitDrain(id)
    case .slowDown(let id, let nanoseconds):
      if let session = sessions[id] {
        slowDown(session, nanoseconds: nanoseconds)
      }
    case .close(let id):
      close(id)
    }
  }

  /// Takes `session` out of the live ones, if it is one of them.
  func leaveLive(_ session: ShardSession) {
    guard let place = session.livePlace else { return }
    session.livePlace = nil
    let last = live.removeLast()
    if last !== session {
      live[place] = last
      last.livePlace = place
    }
  }

  private func admit(_ id: SessionID) {
    guard let session = sessions[id] else { return }
    session.admit()
    gate.logIn(id)
  }

  private func joinLive(_ session: ShardSession) {
    guard session.livePlace == nil else { return }
    session.livePlace = live.count
    live.append(session)
    passNotices(session)
  }

  private func sendToLive(_ bytes: SharedBytes, _ range: Range<Int>, before: EntryID, holes: [ShardOrder.Hole]) {
    let slice = ByteSlice(bytes, range)
    let partial = holes.isEmpty ? [:] : ShardOrder.parts(of: range, without: holes)
    // From the end, because who lags leaves the list and the last one takes its place.
    var place = live.count
    while place > 0 {
      place -= 1
      let session = live[place]
      if !partial.isEmpty, let parts = partial[session.id] {
        send(parts.lazy.map { ByteSlice(bytes, $0) }, to: session, before: before)
      } else {
        send(CollectionOfOne(slice), to: session, before: before)
      }
    }
  }

  private func send(_ slice: ByteSlice, to id: SessionID, level: UInt32) {
    guard let session = sessions[id], session.level >= level else { return }
    sendNotices(to: session)
    session.send(slice)
  }

  /// Queues messages of the log for a live session, or lets it fall back to catching up when it takes too little: all of
  /// them or none, since it catches up from `before`.
  private func send(_ slices: some Sequence<ByteSlice>, to session: ShardSession, before: EntryID) {
    guard session.connection.isOverHighWater else {
      for slice in slices { session.send(slice) }
      return
    }
    leaveLive(session)
    session.awaitsDrain = true
    tell(.lagging(session.id, after: before))
  }

  private func answer(_ id: SessionID, _ slice: ByteSlice, count: Int) {
    guard let session = sessions[id] else { return }
    sendNotices(to: session)
    session.connection.send(slice)
    requestsAnswered(count, of: session)
  }

  private func awaitDrain(_ id: SessionID) {
    guard let session = sessions[id] else { return }
    if session.connection.isOverHighWater {
      session.awaitsDrain = true
    } else {
      tell(.drained(id))
    }
  }

  /// Closes a session when what is queued for it has gone out.
  func close(_ id: SessionID) {
    guard let session = sessions[id] else { return }
    leaveLive(session)
    session.stage = .closing
    session.connection.closeAfterWriting()
  }
}
