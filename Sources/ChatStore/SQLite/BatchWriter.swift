import ChatCore

/// Turns one batch of the log into rows. Lives within one transaction of the writer.
struct BatchWriter {
  let db: Database
  private let markedSenders: Set<AccountID>
  /// Senders that this batch has marked as having sent something.
  private(set) var newSenders: Set<AccountID> = []
  /// Accounts that went in this batch: nothing more is noted about them.
  private(set) var gone: Set<AccountID> = []
  private var broadcasts: MessageInserter
  private var mail: MessageInserter

  /// A writer into `db`; the accounts in `markedSenders` are known to be marked already.
  init(db: Database, markedSenders: Set<AccountID> = []) throws {
    self.db = db
    self.markedSenders = markedSenders
    broadcasts = try MessageInserter(into: .broadcast, db: db)
    mail = try MessageInserter(into: .mail, db: db)
  }

  /// Writes all of `batch`.
  mutating func write(_ batch: LogBatch) throws {
    expect(batch.records)
    for index in batch.records.indices {
      try write(batch.records[index])
    }
    try write(batch.runs)
    try update(
      "UPDATE reading SET cursor = ?2 WHERE account = ?1 AND cursor < ?2",
      batch.cursors.lazy.map { ($0.key, $0.value.rawValue) })
    try update(
      "UPDATE account SET last_seen = ?2 WHERE id = ?1", batch.lastSeen.lazy.map { ($0.key, $0.value.microseconds) })
    for (account, tokens) in batch.tokens where !gone.contains(account) {
      try write(tokens, of: account)
    }
    for forgotten in batch.forgotten {
      try forget(forgotten)
    }
    if let bound = batch.idBound {
      try raiseIDBound(to: bound)
    }
  }

  private mutating func expect(_ records: [LogRecord]) {
    var broadcasts = 0
    var mail = 0
    for index in records.indices {
      guard let destination = records[index].destination else { continue }
      if destination == .everybody { broadcasts += 1 } else { mail += 1 }
    }
    self.broadcasts.expect(broadcasts)
    self.mail.expect(mail)
  }

  /// Makes sure that no id up to `bound` is given again. It never goes down.
  func raiseIDBound(to bound: EntryID) throws {
    try db.run(
      """
      INSERT INTO state (name, value) VALUES ('id_bound', ?)
      ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)
      """, bound.rawValue)
  }

  private mutating func write(_ record: LogRecord) throws {
    let request = record.origin?.request
    switch record.entry {
    case .message(let kind, let sender, let destination, let body):
      try insert(
        ChatMessage(
          id: record.id, time: record.time, kind: kind, sender: sender, to: destination, body: body,
          request: request))
    case .registered(let name, let verifier, let invitations):
      try insert(
        Account(id: AccountID(rawValue: record.id.rawValue), name: name, verifier: verifier, created: record.time))
      for invitation in invitations { try use(invitation) }
    case .invited(let digest, let name, let uses, let until):
      try insert(
        Invitation(id: record.id, digest: digest, name: name, uses: uses, made: record.time, until: until))
    case .invitationEnded(let id):
      try db.run("DELETE FROM invitation WHERE id = ?1", id.rawValue)
    case .banned(let subject, let until, let reason):
      try insert(Ban(id: record.id, subject: subject, since: record.time, until: until, reason: reason))
    case .unbanned(let id):
      try db.run("DELETE FROM ban WHERE id = ?1", id.rawValue)
    case .deregistered(let account):
      try remove(account)
      gone.insert(account)
    case .blocked(let blocker, let blocked):
      try insert(BlockInterval(blocker: blocker, blocked: blocked, start: record.id))
    case .unblocked(let blocker, let blocked):
      try endBlock(of: blocked, by: blocker, at: record.id)
    case .logInBlocked(let account, let address):
      try insert(LogInBlock(account: account, address: address, since: record.time))
    case .logInUnblocked(let account, let address?):
      try db.run("DELETE FROM login_block WHERE account = ?1 AND address = ?2", account.rawValue, address)
    case .logInUnblocked(let account, nil):
      try db.run("DELETE FROM login_block WHERE account = ?1", account.rawValue)
    case .passwordChanged(let account, let verifier):
      try db.run("UPDATE account SET verifier = ?2 WHERE id = ?1", account.rawValue, verifier.description)
    case .fileStored(let id, let sender, let recipient, let name, let size, let digest):
      try insert(
        WaitingFile(
          id: id, sender: sender, recipient: recipient, name: name, size: size, digest: digest, time: record.time))
      try insert(
        ChatMessage(
          id: record.id, time: record.time, kind: .fileTransfer, sender: sender, to: .person(recipient),
          body: name.text,
          request: request))
    case .fileRemoved(let id, let sender, _, let notice):
      try db.run("DELETE FROM file WHERE id = ?1", id.rawValue)
      if let notice, try exists(sender) {
        try mail.insertAlone(
          ChatMessage(
            id: record.id, time: record.time, kind: .broadcast, sender: .system, to: .person(sender), body: notice,
            request: nil))
      }
    }
  }

  /// Adds messages to the tables that they belong to.
  mutating func insert(_ messages: [ChatMessage]) throws {
    broadcasts.expect(messages.count { $0.destination == .everybody })
    mail.expect(messages.count { $0.destination != .everybody })
    for message in messages {
      try insert(message)
    }
  }

  /// Adds a message to the table that it belongs to, at the latest with the last one that is expected there.
  private mutating func insert(_ message: ChatMessage) throws {
    try mark(message.sender)
    if message.destination == .everybody {
      try broadcasts.insert(message)
    } else {
      try mail.insert(message)
    }
  }

  /// Runs a statement for each account that is still there: ?1 is its number, ?2 the value.
  private func update(_ sql: String, _ values: some Sequence<(AccountID, Int64)>) throws {
    let statement = try SQLStatement(sql, in: db)
    for (account, value) in values where !gone.contains(account) {
      statement.bind(1, account.rawValue)
      statement.bind(2, value)
      try statement.run()
    }
  }

  /// Notes on disk that messages of `sender` exist, so that its name outlives it.
  private mutating func mark(_ sender: AccountID) throws {
    guard sender != .system, !markedSenders.contains(sender), newSenders.insert(sender).inserted else { return }
    try db.run("UPDATE account SET sent = 1 WHERE id = ?1", sender.rawValue)
  }

  private func exists(_ account: AccountID) throws -> Bool {
    try db.number("SELECT 1 FROM account WHERE id = ?1 AND name_key IS NOT NULL", account.rawValue) != nil
  }
}
