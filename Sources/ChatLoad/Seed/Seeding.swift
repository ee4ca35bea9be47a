import ChatCore
import ChatNet
import ChatStore
import ChatSystem

/// Fills a new data directory with accounts that share one cheap password hash, and with messages among them.
struct Seeding {
  /// How many accounts there shall be: `load0`, `load1`, …
  var accounts: Int
  /// How many broadcasts and private messages, which everybody has read.
  var broadcasts = 0
  var privateMessages = 0
  /// How many private messages to the first account wait for it.
  var mailbox = 0
  /// The length of a message, in bytes.
  var bodyBytes = 64
  /// scrypt's cost of the one hash, as a power of two.
  var passwordCost = Accounts.cost

  /// Records of one transaction.
  private static let batchSize = 20_000
  private static let saltBytes = 16
  private static let hashBytes = 32

  /// Fills `data`.
  ///
  /// - Throws: ``LoadError``, also when a store is there already, which stays as it is.
  func fill(_ data: DataDirectory) throws(LoadError) {
    do {
      try data.create()
      let lock = try DirectoryLock(data)
      defer { withExtendedLifetime(lock) {} }
      let store = try SQLiteStore(path: data.store)
      guard try store.isUnused else {
        throw LoadError("\(data.path) holds a store already; seed a directory that does not exist yet")
      }
      try writeParameters(data)
      try writeAccounts(store)
      try writeMessages(store)
      try store.close()
    } catch let error as LoadError {
      throw error
    } catch {
      throw LoadError("\(data.path) can't be filled: \(error)")
    }
  }

  /// As many people as there are may come.
  private func writeParameters(_ data: DataDirectory) throws {
    var parameters = Parameters()
    _ = parameters.set(.maxCon, to: "1000000")
    try AtomicFile.write(ParameterFile.bytes(of: parameters), to: data.parameters)
  }

  private func writeAccounts(_ store: SQLiteStore) throws {
    let verifier = try self.verifier()
    var next = 0
    while next < accounts {
      let end = min(next + Self.batchSize, accounts)
      var batch = LogBatch()
      batch.records = try (next..<end).map { number in
        record(number + 1, .registered(name: try AccountName(Accounts.name(number)), verifier: verifier))
      }
      batch.idBound = EntryID(rawValue: Int64(end))
      try store.commit(batch)
      next = end
    }
  }

  /// Behind the accounts in the log; the mailbox stands last, behind what everybody has read.
  private func writeMessages(_ store: SQLiteStore) throws {
    let read = accounts + broadcasts + privateMessages
    var next = accounts
    while next < read + mailbox {
      let end = min(next + Self.batchSize, read + mailbox)
      var batch = LogBatch()
      batch.records = (next..<end).map { message($0, isRead: $0 < read) }
      batch.idBound = EntryID(rawValue: Int64(end))
      try store.commit(batch)
      next = end
    }
    guard broadcasts + privateMessages > 0 else { return }
    var cursors = LogBatch()
    cursors.cursors = Dictionary(
      uniqueKeysWithValues: (1...accounts).map { (AccountID(rawValue: Int64($0)), EntryID(rawValue: Int64(read))) })
    try store.commit(cursors)
  }

  /// One word that a thousandth of the messages have, one that no other has, and what fills it up.
  private func body(_ place: Int) -> String {
    let words = "word\(place % 1_000) message\(place) "
    return String((words + String(repeating: "x", count: bodyBytes)).prefix(bodyBytes))
  }

  private func message(_ place: Int, isRead: Bool) -> LogRecord {
    let sender = 1 + place % accounts
    let recipient: Int? =
      if !isRead { 1 } else if place - accounts < broadcasts { nil } else { 1 + (place + 1) % accounts }
    return record(
      place + 1,
      .message(
        kind: recipient == nil ? .broadcast : .private,
        sender: AccountID(rawValue: Int64(sender == recipient ? 1 + sender % accounts : sender)),
        to: Destination(rawValue: Int64(recipient ?? 0)), body: body(place)))
  }

  /// One a second, from a fixed day on.
  private func record(_ id: Int, _ entry: Entry) -> LogRecord {
    LogRecord(
      id: EntryID(rawValue: Int64(id)), time: WallTime(microseconds: 1_400_000_000_000_000 + Int64(id) * 1_000_000),
      entry: entry, origin: nil)
  }

  private func verifier() throws -> PasswordVerifier {
    let salt = SecureRandom.bytes(Self.saltBytes)
    guard let cost = PasswordVerifier.Cost(logN: passwordCost) else { throw LoadError("no hash has that cost") }
    let hash = try Scrypt.derive(
      password: SecretBytes(Accounts.password.utf8), salt: salt, logN: cost.logN, blockSize: cost.blockSize,
      parallelism: cost.parallelism, length: Self.hashBytes)
    guard let verifier = PasswordVerifier(cost: cost, salt: salt, hash: hash) else {
      throw LoadError("the password has no hash")
    }
    return verifier
  }
}
