import ChatCore

/// The plan of an import, decided before anything is changed: every name resolved, every id given.
///
/// Ids follow each other from above the store's bound: accounts, messages, files, blocks, each in the order of the
/// files' lines. So every imported message is above its owner's cursor (a new account's own id), and every block begins
/// above all of them: what waits when it is imported stays visible.
struct ImportPlan {
  struct NewAccount {
    let id: AccountID
    let name: AccountName
    let secret: AccountRecord.Secret
  }

  struct NewFile {
    let id: FileID
    let sender: AccountID
    let recipient: AccountID
    let name: FileName
    /// The name that the bytes have in the directory of the import.
    let bytesName: String
  }

  /// Accounts of ours that make room for theirs.
  var replaced: [AccountID] = []
  var accounts: [NewAccount] = []
  var formerNames: [(id: AccountID, name: String)] = []
  var messages: [ChatMessage] = []
  var files: [NewFile] = []
  var blocks: [BlockInterval] = []
  var logInBlocks: [LogInBlock] = []
  /// The highest id given.
  var lastID: EntryID
  var warnings: [LineError] = []
  /// Taken over, unless nil.
  var parameters: Parameters?

  init(startingAfter id: EntryID) {
    lastID = id
  }
}

/// Writes a planned import as rows. Lives within one transaction of the writer.
struct ImportWriter {
  let db: Database

  /// Writes all of it, and moves the bound of the ids.
  ///
  /// - Returns: files that waited for replaced accounts, whose bytes nobody needs any more.
  func write(
    _ plan: ImportPlan, verifiers: [PasswordVerifier], files: [WaitingFile], now: WallTime
  ) throws -> [FileID] {
    var writer = try BatchWriter(db: db)
    var discarded: [FileID] = []
    // Who has sent what comes in is needed, whatever else goes.
    for sender in Set(plan.messages.map(\.sender)) {
      try db.run("UPDATE account SET sent = 1 WHERE id = ?1", sender.rawValue)
    }
    for account in plan.replaced {
      discarded += try db.rows("SELECT id FROM file WHERE recipient = ?1", account.rawValue) {
        FileID(rawValue: $0.int64(0))
      }
      try writer.remove(account)
    }
    for (account, verifier) in zip(plan.accounts, verifiers) {
      try writer.insert(Account(id: account.id, name: account.name, verifier: verifier, created: now))
    }
    for former in plan.formerNames {
      try db.run(
        "INSERT INTO account (id, name, created, sent) VALUES (?, ?, ?, 1)", former.id.rawValue, former.name,
        now.microseconds)
    }
    try writer.insert(plan.messages)
    for file in files {
      try writer.insert(file)
    }
    for block in plan.blocks {
      try writer.insert(block)
    }
    for block in plan.logInBlocks {
      try writer.insert(block)
    }
    // At least 1, so that a store with nothing in it still counts as used.
    try writer.raiseIDBound(to: max(plan.lastID, EntryID(rawValue: 1)))
    return discarded
  }
}
