// How a session comes to the messages of the log: it catches up, page by page from the store, then from the tail of what
// was shown last, and is switched to live in the same step, so that there is no gap and no double. What is not on disk yet
// comes to it as to all who read live.
extension Messaging {
  /// Of the tail a session is given about so many bytes at once: what the others wait for, and what is held for it if it
  /// does not read.
  private static let portion = 64 * 1024

  /// A page of the stored log has come back for a session that catches up.
  mutating func pageRead(_ session: SessionID, _ page: MessagePage, people: inout People, turn: inout Turn) {
    guard case .member(let member) = people.sessions[session]?.stage, case .reading = member.feed else { return }
    for message in page.messages where blocks.isVisible(message, to: member.account) {
      turn.append(.deliver(people.delivered(message), to: .reader(session)))
    }
    people.updateMember(of: session) { $0.feed = .draining(after: page.reached) }
    if page.reached >= tail.start {
      readOn(session, people: &people, turn: &turn)
    } else {
      turn.append(.awaitDrain(session))
    }
  }

  /// A page could not be read: the connection is closed rather than shown a gap, without a word, so that the client comes
  /// back and has it tried again.
  mutating func pageFailed(_ session: SessionID, people: inout People, turn: inout Turn) {
    guard case .member = people.sessions[session]?.stage else { return }
    turn.append(.close(session))
  }

  /// A live session took too little: nothing after entry `after` was queued for it, and it has to catch up. `drained`
  /// comes when what was queued has gone out.
  mutating func lagging(_ session: SessionID, after: EntryID, people: inout People) {
    people.updateMember(of: session) { $0.feed = .draining(after: after) }
  }

  /// What was queued for a session that catches up has gone out.
  mutating func drained(_ session: SessionID, people: inout People, turn: inout Turn) {
    readOn(session, people: &people, turn: &turn)
  }

  /// Reads the next page, or gives what the tail holds and goes live.
  mutating func readOn(_ session: SessionID, people: inout People, turn: inout Turn) {
    guard case .member(let member) = people.sessions[session]?.stage, case .draining(let after) = member.feed else {
      return
    }
    guard after >= tail.start else {
      people.updateMember(of: session) { $0.feed = .reading(after: after) }
      turn.append(.readPage(session, member.account, after: after, through: shown))
      return
    }
    var portion = 0
    var reached = after
    for message in tail.messages(after: after) {
      guard message.id <= shown else { break }
      guard portion < Self.portion else {
        people.updateMember(of: session) { $0.feed = .draining(after: reached) }
        turn.append(.awaitDrain(session))
        return
      }
      reached = message.id
      guard blocks.isVisible(message, to: member.account) else { continue }
      portion += message.body.utf8.count + Self.deliveryOverhead
      turn.append(.deliver(people.delivered(message), to: .reader(session)))
    }
    turn.append(.goLive(session))
    if !member.hasCaughtUp {
      turn.append(.event(session, .caughtUp))
    }
    people.updateMember(of: session) { member in
      member.feed = .live
      member.hasCaughtUp = true
    }
  }
}
