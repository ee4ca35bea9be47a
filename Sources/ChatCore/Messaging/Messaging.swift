/// The conversation of everybody: who may say what to whom, what waits for whom, and who is shown what.
struct Messaging: Sendable {
  // What every server that follows one log knows alike.

  var blocks: BlockBook
  var mailboxes: MailboxBook
  var runs: RunLedger

  // This server's own.

  var receipts = ReceiptBook()
  /// How fast everybody writes.
  var rates: BucketTable<AccountID>
  var tail: LogTail
  /// Everything up to here was delivered to whoever reads live; never more than is on disk.
  var shown: EntryID
  /// Accounts that have logged in and are newer than what was shown last.
  var newcomers: [AccountID] = []

  init(_ state: DurableState, settings: Settings) {
    blocks = BlockBook(state.blocks)
    mailboxes = MailboxBook(state.mail, settings: settings)
    runs = RunLedger(state.runs)
    rates = BucketTable(settings.messageRate)
    tail = LogTail(start: state.idBound)
    shown = state.idBound
  }

  /// Takes new settings; they hold at once.
  mutating func change(_ settings: Settings, at now: Uptime) {
    mailboxes.change(settings)
    rates.change(to: settings.messageRate, at: now)
  }

  /// A commit failed: nothing after the last committed entry has happened. `state` is what the store holds.
  mutating func recover(_ state: DurableState, people: People, turn: Turn) {
    tail.discard(after: turn.log.committed)
    receipts.discard(after: turn.log.committed)
    blocks = BlockBook(state.blocks, shownThrough: shown)
    mailboxes = MailboxBook(state.mail, settings: turn.settings)
    for account in state.accounts {
      // How far somebody has read is kept, stored or not.
      mailboxes.read(by: account.id, through: people.accounts[account.id]?.cursor ?? .zero)
    }
    // What was decided on since then may be sent again.
    runs = RunLedger(state.runs)
    runs.expectGaps()
  }

  /// Forgets an account that is gone.
  mutating func remove(_ account: AccountID) {
    blocks.remove(account)
    mailboxes.remove(account)
    runs.remove(account)
    receipts.remove(account)
  }

  // What may be written.

  /// The body, which is stored as it was sent: blanks around it are part of it, and nothing but blanks is no message.
  func proper(_ body: String) throws(Refusal) -> String {
    guard !body.isBlank else { throw .bodyEmpty }
    guard body.utf8.count <= ChatMessage.maximumBodyBytes else {
      throw .bodyTooLong(maximum: ChatMessage.maximumBodyBytes)
    }
    return body
  }

  func privateMessage(
    _ body: String, to name: String, from sender: AccountID, people: People
  ) throws(Refusal) -> Entry {
    let receiver = try receiver(named: name, of: sender, action: .message, people: people)
    let body = try proper(body)
    try requireRoom(for: body.utf8.count, in: receiver)
    return .message(kind: .private, sender: sender, to: .person(receiver.id), body: body)
  }

  /// A full mailbox takes no message that has a sender who can be told so.
  func requireRoom(for bytes: Int, in receiver: Account) throws(Refusal) {
    guard mailboxes.hasRoom(for: bytes, in: receiver.id) else { throw .mailboxFull(receiver.name.text) }
  }

  /// Somebody else who takes messages and files from `sender`.
  func receiver(
    named name: String, of sender: AccountID, action: Refusal.Action, people: People
  ) throws(Refusal) -> Account {
    guard let receiver = people.accounts.named(name) else { throw .noSuchUser(name) }
    guard receiver.id != sender else { throw .toYourself(action) }
    guard !blocks.isBlockedNow(sender, by: receiver.id) else { throw .blockedByReceiver(receiver.name.text) }
    return receiver
  }

  /// Counts a request of `account`: who writes faster than allowed is read more slowly. Nobody is closed for it, and nothing
  /// is lost.
  mutating func countForRate(_ account: AccountID, session: SessionID, people: inout People, turn: inout Turn) {
    let wait = rates.takeOnCredit(account, at: turn.now.uptime)
    guard wait > 0 else { return }
    turn.append(.slowDown(session, nanoseconds: wait))
    // What is not read is no idleness.
    let until = Uptime(nanoseconds: turn.now.uptime.nanoseconds + wait)
    var wasTold = true
    people.updateMember(of: session) { member in
      wasTold = member.isToldOfRate
      member.lastActivity = until
      member.isToldOfRate = true
    }
    guard !wasTold else { return }
    let text =
      "You are faster than \(turn.settings.limit(.messageRate) ?? 0) messages a second, which is what this server takes of "
      + "one user. From here on yours are read at that pace. Nothing is lost."
    turn.append(.event(session, .announcement(text)))
  }

  // What is written.

  /// A new message: it joins the tail of the log. Who may see it gets it when it is on disk (`show`).
  mutating func apply(
    _ kind: MessageKind, from sender: AccountID, to destination: Destination, body: String, record: LogRecord,
    people: People
  ) -> Reply {
    tail.append(
      ChatMessage(
        id: record.id, time: record.time, kind: kind, sender: sender, to: destination, body: body,
        request: record.origin?.request))
    guard let recipient = destination.person else { return .stored(record.id) }
    mailboxes.add(record.id, bytes: body.utf8.count, to: recipient)
    if kind == .private, people.presence[sender]?.isHere == true {
      receipts.sent(record.id, from: sender, to: recipient)
    }
    guard people.connectedSession(of: recipient) != nil else {
      return .storedForLater(record.id, name: people.accounts.name(of: recipient))
    }
    return .stored(record.id)
  }

  /// `account` has read everything up to `id`.
  ///
  /// - Returns: false when that was known.
  mutating func read(_ account: AccountID, through id: EntryID, people: inout People, turn: inout Turn) -> Bool {
    guard people.accounts.moveCursor(of: account, to: id) else { return false }
    mailboxes.read(by: account, through: id)
    // Nobody is told whom the receiver blocks: who takes nothing from somebody does not let that one watch either.
    for receipt in receipts.shown(to: account, through: id) {
      guard let session = people.connectedSession(of: receipt.sender),
        !blocks.isBlockedNow(receipt.sender, by: account)
      else { continue }
      turn.append(
        .event(session, .deliveredTo(name: people.accounts.name(of: account), through: receipt.through)))
    }
    turn.moveCursor(of: account, to: id)
    return true
  }

  /// The person behind `account` says to have been shown everything up to `id`.
  func acknowledge(_ id: EntryID, by account: AccountID, people: People, turn: inout Turn) {
    // Nobody can have been shown what was not written yet; such a cursor would hide messages for ever.
    if id <= shown, people.accounts[account].map({ $0.cursor < id }) == true {
      turn.propose(Proposal(.read(account, through: id)))
    }
  }
}
