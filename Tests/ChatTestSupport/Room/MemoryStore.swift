import ChatCore

/// What a store holds after the batches that it was given, without a disk: a model to test the room against.
public struct MemoryStore: Sendable {
  /// All but the messages.
  public private(set) var state = DurableState()
  /// Every committed entry, in order.
  public private(set) var records: [LogRecord] = []
  /// Every stored message, in the order of the ids.
  public private(set) var messages: [ChatMessage] = []

  /// An empty store.
  public init() {}

  /// Carries out `batch`.
  public mutating func commit(_ batch: LogBatch) {
    for record in batch.records {
      records.append(record)
      apply(record)
    }
    for (key, progress) in batch.runs.sorted(by: { $0.key.run < $1.key.run }) {
      if let known = state.runs.firstIndex(where: { $0.key == key }) {
        state.runs[known].progress = progress
      } else {
        state.runs.append(KnownRun(key: key, progress: progress))
      }
    }
    for forgotten in batch.forgotten {
      switch forgotten {
      case .block(let block):
        state.blocks.removeAll {
          $0.blocker == block.blocker && $0.blocked == block.blocked && $0.start == block.start
        }
      case .untold(let block):
        for index in state.blocks.indices
        where state.blocks[index].blocker == block.blocker && state.blocks[index].blocked == block.blocked
          && state.blocks[index].start == block.start
        {
          state.blocks[index].isUntold = false
        }
      case .logInBlocks(let time):
        state.logInBlocks.removeAll { $0.since < time }
      case .ended(let time):
        state.bans.removeAll { !$0.holds(at: time) }
        state.invitations.removeAll { $0.until <= time }
      }
    }
    for index in state.accounts.indices {
      let id = state.accounts[index].id
      if let cursor = batch.cursors[id] {
        state.accounts[index].cursor = max(cursor, state.accounts[index].cursor)
      }
      if let time = batch.lastSeen[id] {
        state.accounts[index].lastSeen = time
      }
    }
    for (account, tokens) in batch.tokens {
      state.tokens[account] = tokens
    }
    if let bound = batch.idBound {
      state.idBound = max(state.idBound, bound)
    }
  }

  /// The state as `ChatStorage.load` gives it, what waits for whom included.
  public var stateWithMail: DurableState {
    let cursors = Dictionary(uniqueKeysWithValues: state.accounts.map { ($0.id, $0.cursor) })
    var mail: [AccountID: WaitingMail] = [:]
    for message in messages {
      guard let recipient = message.recipient, let cursor = cursors[recipient], message.id > cursor else { continue }
      let known = mail[recipient]
      mail[recipient] = WaitingMail(
        count: (known?.count ?? 0) + 1, bytes: (known?.bytes ?? 0) + Int64(message.body.utf8.count), last: message.id)
    }
    var state = state
    state.mail = mail
    return state
  }

  /// Reads as `ChatStorage.page` does.
  public func page(of account: AccountID, after: EntryID, through: EntryID, limit: Int) -> MessagePage {
    var found: [ChatMessage] = []
    for message in messages[place(after: after)...] where message.id <= through && found.count < limit {
      if message.recipient == nil || message.recipient == account {
        found.append(message)
      }
    }
    let isFull = found.count >= limit
    return MessagePage(messages: found, reached: isFull ? found.last?.id ?? after : max(after, through))
  }

  /// Where the first message with a higher id stands.
  private func place(after id: EntryID) -> Int {
    var low = 0
    var high = messages.count
    while low < high {
      let middle = (low + high) / 2
      if messages[middle].id <= id {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private mutating func apply(_ record: LogRecord) {
    switch record.entry {
    case .message(let kind, let sender, let destination, let body):
      append(record, kind, sender, destination, body)
    case .invited(let digest, let name, let uses, let until):
      state.invitations.append(
        Invitation(id: record.id, digest: digest, name: name, uses: uses, made: record.time, until: until))
    case .invitationEnded(let id):
      state.invitations.removeAll { $0.id == id }
    case .banned(let subject, let until, let reason):
      state.bans.removeAll { Self.isOne($0.subject, subject) }
      state.bans.append(Ban(id: record.id, subject: subject, since: record.time, until: until, reason: reason))
    case .unbanned(let id):
      state.bans.removeAll { $0.id == id }
    case .registered(let name, let verifier, let used):
      for place in state.invitations.indices where used.contains(state.invitations[place].id) {
        state.invitations[place].uses -= 1
      }
      state.invitations.removeAll { $0.uses == 0 }
      let id = AccountID(rawValue: record.id.rawValue)
      state.accounts.append(Account(id: id, name: name, verifier: verifier, created: record.time))
      for index in state.blocks.indices {
        let block = state.blocks[index]
        guard block.end == nil, state.formerNames[block.blocked].map(AccountKey.init) == name.key else { continue }
        state.blocks[index].end = record.id
        state.blocks.append(BlockInterval(blocker: block.blocker, blocked: id, start: record.id, isUntold: true))
      }
    case .deregistered(let account):
      if let index = state.accounts.firstIndex(where: { $0.id == account }) {
        state.formerNames[account] = state.accounts.remove(at: index).name.text
      }
      messages.removeAll { $0.recipient == account }
      state.files.removeAll { $0.recipient == account }
      state.blocks.removeAll { $0.blocker == account }
      state.logInBlocks.removeAll { $0.account == account }
      state.runs.removeAll { $0.key.account == account }
      state.tokens[account] = nil
    case .blocked(let blocker, let blocked):
      state.blocks.append(BlockInterval(blocker: blocker, blocked: blocked, start: record.id))
    case .unblocked(let blocker, let blocked):
      if let index = state.blocks.lastIndex(where: { $0.blocker == blocker && $0.blocked == blocked && $0.end == nil })
      {
        state.blocks[index].end = record.id
      }
    case .logInBlocked(let account, let address):
      state.logInBlocks.removeAll { $0.account == account && $0.address == address }
      state.logInBlocks.append(LogInBlock(account: account, address: address, since: record.time))
    case .logInUnblocked(let account, let address):
      state.logInBlocks.removeAll { $0.account == account && (address == nil || $0.address == address) }
    case .passwordChanged(let account, let verifier):
      if let index = state.accounts.firstIndex(where: { $0.id == account }) {
        state.accounts[index].verifier = verifier
      }
    case .fileStored(let file, let sender, let recipient, let name, let size, let digest):
      state.files.removeAll { $0.recipient == recipient && $0.sender == sender && $0.name == name }
      state.files.append(
        WaitingFile(
          id: file, sender: sender, recipient: recipient, name: name, size: size, digest: digest, time: record.time))
      append(record, .fileTransfer, sender, .person(recipient), name.text)
    case .fileRemoved(let file, let sender, _, let notice):
      state.files.removeAll { $0.id == file }
      if let notice, state.accounts.contains(where: { $0.id == sender }) {
        append(record, .broadcast, .system, .person(sender), notice)
      }
    }
  }

  private static func isOne(_ left: Ban.Subject, _ right: Ban.Subject) -> Bool {
    switch (left, right) {
    case (.person(let one, _), .person(let other, _)): one == other
    case (.address(let one), .address(let other)): one == other
    default: false
    }
  }

  private mutating func append(
    _ record: LogRecord, _ kind: MessageKind, _ sender: AccountID, _ destination: Destination, _ body: String
  ) {
    messages.append(
      ChatMessage(
        id: record.id, time: record.time, kind: kind, sender: sender, to: destination, body: body,
        request: record.origin?.request))
  }
}
