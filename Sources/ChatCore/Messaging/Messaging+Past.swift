// Looking back: history, search, and receipts of what was sent in an earlier session. The store is read beside the
// commits; who may see what is decided here, by the one rule.
extension Messaging {
  /// So many messages are read at once where the first page was not enough.
  private static let furtherPage = 512

  /// Begins to look back, or puts the question behind those that wait.
  mutating func lookBack(
    _ query: LogQuery, of member: Member, caller: Caller, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    var person: AccountID?
    if let name = query.person {
      guard let account = people.accounts.named(name) else { throw .noSuchUser(name) }
      person = account.id
    }
    if let text = query.text {
      guard text.contains(where: { !$0.isWhitespace }) else { throw .searchEmpty }
      guard text.utf8.count <= PastQuery.maximumTextBytes else { throw Self.searchTooLong }
    }
    let question = PastQuery(
      reader: member.account, text: query.text, person: person,
      before: min(query.before ?? turn.log.committed.advanced(by: 1), turn.log.committed.advanced(by: 1)),
      limit: query.limit)
    try read(PastReading(caller: caller, query: question, purpose: .look), of: member, people: &people, turn: &turn)
  }

  /// Looks up the last private message to `name` that its receiver has been shown.
  ///
  /// The receiver's own place in the log would tell when that person reads what others write.
  mutating func askForReceipt(
    _ name: String, of member: Member, caller: Caller, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    guard let receiver = people.accounts.named(name) else { throw .noSuchUser(name) }
    guard !blocks.isBlockedNow(member.account, by: receiver.id) else {
      throw .blockedByReceiver(receiver.name.text)
    }
    let shown = min(receiver.cursor, turn.log.committed)
    let question = PastQuery(
      reader: member.account, person: receiver.id, isOwnOnly: true, before: shown.advanced(by: 1), limit: 1)
    let reading = PastReading(caller: caller, query: question, purpose: .receipt(name: receiver.name.text))
    try read(reading, of: member, people: &people, turn: &turn)
  }

  /// A stretch of the past has been read for `session`.
  mutating func pastRead(_ session: SessionID, _ outcome: PastOutcome, people: inout People, turn: inout Turn) {
    guard case .member(let member) = people.sessions[session]?.stage, var reading = member.underWay.value.past.first
    else {
      return
    }
    let reply: Reply
    switch outcome {
    case .noWord:
      reply = .refused(.searchEmpty)
    case .failed:
      reply = .refused(.other("The server could not read its store. Please try again later!"))
    case .page(let page):
      for message in page.messages
      where !reading.isFull && blocks.isVisibleInPast(message, to: member.account) {
        reading.take(message)
      }
      if let reached = page.reached, !reading.isFull {
        reading.query.before = reached
        // What came was blocked: more of that may follow, and one by one it would take for ever.
        reading.query.limit = Self.furtherPage
        people.updateMember(of: session) { $0.underWay.value.past[0] = reading }
        turn.append(.readPast(session, reading.query))
        return
      }
      reply = answer(to: reading, people: people)
    }
    turn.reply(to: reading.caller, reply)
    var next: PastReading?
    people.updateMember(of: session) { member in
      member.underWay.value.past.removeFirst()
      next = member.underWay.value.past.first
    }
    if let next {
      turn.append(.readPast(session, next.query))
    }
  }

  private mutating func read(
    _ reading: PastReading, of member: Member, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    guard member.underWay.value.past.count < PastReading.maximumWaiting else {
      throw .other("Please wait until your questions about the past have been answered!")
    }
    people.updateMember(of: reading.caller.session) { $0.underWay.value.past.append(reading) }
    if member.underWay.value.past.isEmpty {
      turn.append(.readPast(reading.caller.session, reading.query))
    }
  }

  private func answer(to reading: PastReading, people: People) -> Reply {
    switch reading.purpose {
    case .receipt(let name):
      return .deliveredTo(name: name, through: reading.found.first?.id ?? .zero)
    case .look:
      return .past(
        reading.found.reversed().map { message in
          let isFromPerson = message.sender != .system
          return PastMessage(
            people.delivered(message), to: isFromPerson ? message.recipient.map { people.accounts.name(of: $0) } : nil)
        })
    }
  }

  private static var searchTooLong: Refusal {
    .other("That is too much to search for. Please type at most \(PastQuery.maximumTextBytes) bytes!")
  }
}
