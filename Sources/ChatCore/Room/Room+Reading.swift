// How a session comes to the messages of the log: it catches up, page by page from the store, then from the tail of what
// may not be committed yet, and is switched to live in the same step, so that there is no gap and no double.
extension Room {
  /// A page of the stored log has come back for a session that catches up.
  public mutating func pageRead(_ session: SessionID, _ page: MessagePage, effects: inout [Effect]) {
    guard case .member(let member) = sessions[session]?.stage, case .reading = member.feed else { return }
    for message in page.messages where blocks.isVisible(message, to: member.account) {
      effects.append(.deliver(delivered(message), to: .reader(session)))
    }
    updateMember(of: session) { $0.feed = .draining(after: page.reached) }
    if page.reached >= tail.start {
      readOn(session, effects: &effects)
    } else {
      effects.append(.awaitDrain(session))
    }
  }

  /// A page could not be read: the session is put out rather than shown a gap.
  public mutating func pageFailed(_ session: SessionID, effects: inout [Effect]) {
    guard case .member = sessions[session]?.stage else { return }
    effects.append(.event(session, .putOut(reason: "The server could not read its store. Please come back later!")))
    effects.append(.close(session))
  }

  /// A live session took too little: nothing after entry `after` was queued for it, and it has to catch up. `drained`
  /// comes when what was queued has gone out.
  public mutating func lagging(_ session: SessionID, after: EntryID) {
    updateMember(of: session) { $0.feed = .draining(after: after) }
  }

  /// What was queued for a session that catches up has gone out.
  public mutating func drained(_ session: SessionID, effects: inout [Effect]) {
    readOn(session, effects: &effects)
  }

  /// Reads the next page, or gives what the tail holds and goes live.
  mutating func readOn(_ session: SessionID, effects: inout [Effect]) {
    guard case .member(let member) = sessions[session]?.stage, case .draining(let after) = member.feed else { return }
    guard after >= tail.start else {
      updateMember(of: session) { $0.feed = .reading(after: after) }
      effects.append(.readPage(session, member.account, after: after, through: committed))
      return
    }
    for message in tail.messages(after: after) where blocks.isVisible(message, to: member.account) {
      effects.append(.deliver(delivered(message), to: .reader(session)))
    }
    effects.append(.goLive(session))
    if !member.hasCaughtUp {
      effects.append(.event(session, .caughtUp))
    }
    updateMember(of: session) { member in
      member.feed = .live
      member.hasCaughtUp = true
    }
  }
}
