extension Room {
  /// The body, which is stored as it was sent: blanks around it are part of it, and nothing but blanks is no message.
  func proper(_ body: String) throws(Refusal) -> String {
    guard !body.isBlank else { throw .bodyEmpty }
    guard body.utf8.count <= ChatMessage.maximumBodyBytes else {
      throw .bodyTooLong(maximum: ChatMessage.maximumBodyBytes)
    }
    return body
  }

  func privateMessage(_ body: String, to name: String, from sender: AccountID) throws(Refusal) -> Entry {
    let receiver = try receiver(named: name, of: sender, action: .message)
    let body = try proper(body)
    try requireRoom(for: body.utf8.count, in: receiver)
    return .message(kind: .private, sender: sender, recipient: receiver.id, body: body)
  }

  /// A full mailbox takes no message that has a sender who can be told so.
  func requireRoom(for bytes: Int, in receiver: Account) throws(Refusal) {
    guard mailboxes.hasRoom(for: bytes, in: receiver.id) else { throw .mailboxFull(receiver.name.text) }
  }

  /// Somebody else who takes messages and files from `sender`.
  func receiver(
    named name: String, of sender: AccountID, action: Refusal.Action
  ) throws(Refusal) -> Account {
    guard let receiver = accounts.named(name) else { throw .noSuchUser(name) }
    guard receiver.id != sender else { throw .toYourself(action) }
    guard !blocks.isBlockedNow(sender, by: receiver.id) else { throw .blockedByReceiver(receiver.name.text) }
    return receiver
  }

  /// A new message: it joins the tail of the log. Who may see it gets it when it is on disk (`show`).
  mutating func applyMessage(
    _ kind: MessageKind, from sender: AccountID, to recipient: AccountID?, body: String, record: LogRecord
  ) -> Reply {
    tail.append(
      ChatMessage(
        id: record.id, time: record.time, kind: kind, sender: sender, recipient: recipient, body: body,
        request: record.origin?.request))
    guard let recipient else { return .stored(record.id) }
    mailboxes.add(record.id, bytes: body.utf8.count, to: recipient)
    if kind == .private, presence[sender]?.isHere == true {
      receipts.sent(record.id, from: sender, to: recipient)
    }
    guard connectedSession(of: recipient) != nil else {
      return .storedForLater(record.id, name: accounts.name(of: recipient))
    }
    return .stored(record.id)
  }

  /// Delivers a message that is on disk to those who read live and may see it.
  func show(_ message: ChatMessage, _ deliver: (DeliveredMessage, Audience) -> Void) {
    guard let recipient = message.recipient else {
      // A loop, since a method that is passed on holds a copy of the room.
      var except: [SessionID] = []
      for blocker in blocks.blockers(of: message.sender, at: message.id) {
        if let session = connectedSession(of: blocker) { except.append(session) }
      }
      for account in newcomers where account.rawValue > message.id.rawValue {
        if let session = connectedSession(of: account) { except.append(session) }
      }
      deliver(delivered(message), .everyone(except: except))
      return
    }
    if let session = connectedSession(of: recipient) {
      deliver(delivered(message), .live(session))
    }
  }

  /// The message as a reader gets it.
  func delivered(_ message: ChatMessage) -> DeliveredMessage {
    DeliveredMessage(
      id: message.id, time: message.time, kind: message.kind, sender: accounts.label(of: message.sender),
      body: message.body, request: message.request)
  }

  /// The connection of `account`; nil when it is not online or waits in grace.
  func connectedSession(of account: AccountID) -> SessionID? {
    if case .connected(let session) = presence[account] { session } else { nil }
  }

  func othersOnline(than account: AccountID) -> [String] {
    sortedNames(of: Set(presence.keys), without: account)
  }

  func othersOfLastHour(than account: AccountID, now: Moment) -> [String] {
    let recent = departures.within(seconds: parameters.lastHour, of: now.uptime)
    return sortedNames(of: recent.union(presence.keys), without: account)
  }

  private func sortedNames(of ids: Set<AccountID>, without own: AccountID) -> [String] {
    ids.lazy.filter { $0 != own }.compactMap { accounts[$0]?.name }.sorted { $0.key < $1.key }.map(\.text)
  }
}
