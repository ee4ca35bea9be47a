import ChatCore

extension BatchWriter {
  /// Adds an account, and where it reads. The blocks against those who had the name before pass to it.
  func insert(_ account: Account) throws {
    try db.run(
      "INSERT INTO account (id, name, name_key, verifier, created, last_seen) VALUES (?, ?, ?, ?, ?, ?)",
      account.id.rawValue, account.name.text, account.name.key.text, account.verifier.description,
      account.created.microseconds, account.lastSeen?.microseconds)
    try db.run("INSERT INTO reading (account, cursor) VALUES (?1, ?2)", account.id.rawValue, account.cursor.rawValue)
    for former in try db.rows(Self.blockedFormerSQL, account.name.key.text, read: { $0.int64(0) }) {
      // Two of them may have been blocked by one person.
      try db.run(
        """
        INSERT OR IGNORE INTO block (blocker, blocked, start, untold)
        SELECT blocker, ?2, ?2, 1 FROM block WHERE blocked = ?1 AND finish IS NULL
        """, former, account.id.rawValue)
      try db.run("UPDATE block SET finish = ?2 WHERE blocked = ?1 AND finish IS NULL", former, account.id.rawValue)
      try forgetFormer(former)
    }
  }

  static let blockedFormerSQL = """
    SELECT DISTINCT id FROM account CROSS JOIN block ON blocked = id AND finish IS NULL WHERE former_key = ?1
    """

  /// Removes an account and all that was for it. What it sent stays, and so does whatever decides who may see that: its
  /// name, and the stretches in which others have blocked it. Those that last go on: `insert` passes them to the next one
  /// of the name.
  func remove(_ account: AccountID) throws {
    // Nobody sees the mailbox any more. Its words stand in the index, so that deleting it takes long: `SearchIndexer`.
    try db.run("INSERT OR IGNORE INTO leaving (account) VALUES (?1)", account.rawValue)
    try db.run("DELETE FROM file WHERE recipient = ?1", account.rawValue)
    for table in ["reading", "login_block", "run", "token"] {
      try db.run("DELETE FROM \(table) WHERE account = ?1", account.rawValue)
    }
    let blocked = try db.rows("SELECT DISTINCT blocked FROM block WHERE blocker = ?1", account.rawValue) { $0.int64(0) }
    try db.run("DELETE FROM block WHERE blocker = ?1", account.rawValue)
    try blocked.forEach(forgetFormer)
    try db.run(
      "UPDATE account SET former_key = name_key, name_key = NULL, verifier = NULL WHERE id = ?1", account.rawValue)
    try forgetFormer(account.rawValue)
  }

  /// Ends the block of `blocked` by `blocker` at entry `id`.
  func endBlock(of blocked: AccountID, by blocker: AccountID, at id: EntryID) throws {
    try db.run(
      "UPDATE block SET finish = ?3 WHERE blocker = ?1 AND blocked = ?2 AND finish IS NULL", blocker.rawValue,
      blocked.rawValue, id.rawValue)
    try forgetFormer(blocked.rawValue)
  }

  /// Deletes what nothing needs of an account, if it is gone and has sent nothing: the stretches of blocking that have
  /// ended, and its name when nobody blocks it any more.
  private func forgetFormer(_ account: Int64) throws {
    try db.run(
      """
      DELETE FROM block WHERE blocked = ?1 AND finish IS NOT NULL
        AND EXISTS (SELECT 1 FROM account WHERE id = ?1 AND name_key IS NULL AND sent = 0)
      """, account)
    try db.run(
      """
      DELETE FROM account WHERE id = ?1 AND name_key IS NULL AND sent = 0
        AND NOT EXISTS (SELECT 1 FROM block WHERE blocked = ?1)
      """, account)
  }

  /// Adds a stretch of blocking, unless such a one lasts already.
  func insert(_ block: BlockInterval) throws {
    try db.run(
      """
      INSERT INTO block (blocker, blocked, start, finish) SELECT ?1, ?2, ?3, ?4
      WHERE NOT EXISTS (SELECT 1 FROM block WHERE blocker = ?1 AND blocked = ?2 AND finish IS NULL)
      """, block.blocker.rawValue, block.blocked.rawValue, block.start.rawValue, block.end?.rawValue)
  }

  /// Adds a block after wrong passwords, in place of an earlier one.
  func insert(_ block: LogInBlock) throws {
    try db.run(
      "INSERT OR REPLACE INTO login_block (account, address, since) VALUES (?, ?, ?)", block.account.rawValue,
      block.address,
      block.since.microseconds)
  }

  /// Adds an invitation.
  func insert(_ invitation: Invitation) throws {
    try db.run(
      "INSERT INTO invitation (id, digest, name, uses, made, finish) VALUES (?, ?, ?, ?, ?, ?)", invitation.id.rawValue,
      invitation.digest.bytes, invitation.name?.text, invitation.uses, invitation.made.microseconds,
      invitation.until.microseconds)
  }

  /// An account was made with an invitation.
  func use(_ invitation: EntryID) throws {
    try db.run("UPDATE invitation SET uses = uses - 1 WHERE id = ?1", invitation.rawValue)
    try db.run("DELETE FROM invitation WHERE id = ?1 AND uses < 1", invitation.rawValue)
  }

  /// Adds a ban, in place of an earlier one of its subject.
  func insert(_ ban: Ban) throws {
    let subject: (account: Int64?, name: String?, address: String?) =
      switch ban.subject {
      case .person(let account, let name): (account.rawValue, name.text, nil)
      case .address(let address): (nil, nil, address)
      }
    try db.run(
      "INSERT OR REPLACE INTO ban (id, account, name, address, since, finish, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ban.id.rawValue, subject.account, subject.name, subject.address, ban.since.microseconds, ban.until?.microseconds,
      ban.reason)
  }

  /// Adds a waiting file, in place of one of the same name from the same sender.
  func insert(_ file: WaitingFile) throws {
    try db.run(
      "INSERT OR REPLACE INTO file (id, sender, recipient, name, size, digest, time) VALUES (?, ?, ?, ?, ?, ?, ?)",
      file.id.rawValue, file.sender.rawValue, file.recipient.rawValue, file.name.text, file.size, file.digest,
      file.time.microseconds)
  }

  /// Notes how far runs have come. A new one pushes out the account's oldest; should that one go on after all, it comes
  /// back as the newest.
  func write(_ runs: [RunKey: RunProgress]) throws {
    let update = try SQLStatement("UPDATE run SET last = ?3, refused = ?4 WHERE account = ?1 AND run = ?2", in: db)
    for (key, progress) in runs where !gone.contains(key.account) {
      bind(progress, of: key, to: update)
      try update.run()
      if update.changes == 0 {
        try insert(progress, of: key)
      }
    }
  }

  private func insert(_ progress: RunProgress, of key: RunKey) throws {
    let insert = try SQLStatement(
      """
      INSERT INTO run (account, run, last, refused, seq)
      VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(seq), 0) + 1 FROM run WHERE account = ?1))
      """, in: db)
    bind(progress, of: key, to: insert)
    try insert.run()
    try db.run(
      """
      DELETE FROM run WHERE account = ?1
        AND seq <= (SELECT seq FROM run WHERE account = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)
      """, key.account.rawValue, RunLedger.runsPerAccount)
  }

  /// Puts an account's tokens in the place of those it had; nil is none.
  func write(_ tokens: ResumeTokens.Line?, of account: AccountID) throws {
    guard let tokens else {
      try db.run("DELETE FROM token WHERE account = ?1", account.rawValue)
      return
    }
    try db.run(
      "INSERT OR REPLACE INTO token (account, run, current, previous, present) VALUES (?, ?, ?, ?, ?)",
      account.rawValue,
      Int64(bitPattern: tokens.run), tokens.current.bytes, tokens.previous?.bytes, tokens.isPresent ? 1 : 0)
  }

  /// Deletes what nobody needs any longer.
  func forget(_ forgotten: Forgotten) throws {
    switch forgotten {
    case .block(let block):
      try db.run(
        "DELETE FROM block WHERE blocker = ?1 AND blocked = ?2 AND start = ?3", block.blocker.rawValue,
        block.blocked.rawValue, block.start.rawValue)
    case .untold(let block):
      try db.run(
        "UPDATE block SET untold = 0 WHERE blocker = ?1 AND blocked = ?2 AND start = ?3", block.blocker.rawValue,
        block.blocked.rawValue, block.start.rawValue)
    case .logInBlocks(let time):
      try db.run("DELETE FROM login_block WHERE since < ?1", time.microseconds)
    case .ended(let time):
      try db.run("DELETE FROM ban WHERE finish <= ?1", time.microseconds)
      try db.run("DELETE FROM invitation WHERE finish <= ?1", time.microseconds)
    }
  }

  private func bind(_ progress: RunProgress, of key: RunKey, to statement: SQLStatement) {
    statement.bind(1, key.account.rawValue)
    statement.bind(2, Int64(bitPattern: key.run))
    statement.bind(3, Int64(bitPattern: progress.last))
    statement.bind(4, progress.refused.isEmpty ? nil : progress.refused.stored)
  }
}
