import ArgumentParser
import ChatCore
import ChatNet
import ChatStore
import ChatSystem

/// Fills a new data directory with accounts that share one cheap password hash, and with messages among them.
struct Seeding {
  /// The number of accounts: `load0`, `load1`, …
  var accounts: Int
  /// The numbers of broadcasts and private messages, which everybody has read, and of those that wait for the first account.
  var broadcasts = 0
  var privateMessages = 0
  var mailbox = 0
  var bodyBytes = 64
  /// scrypt's cost of the one hash, as a power of two.
  var passwordCost = Accounts.cost
  /// True where the index of words is filled too, so that what is measured is a server that had the time for it.
  var isIndexed = false

  private static let batchSize = 20_000

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
      // As many people as there are may come.
      var parameters = Parameters()
      _ = parameters.set(.maxCon, to: "1000000")
      try AtomicFile.write(ParameterFile.bytes(of: parameters), to: data.parameters)
      let verifier = try Accounts.verifier(cost: passwordCost)
      try write(0..<accounts, store) { number in
        record(number + 1, .registered(name: try AccountName(Accounts.name(number)), verifier: verifier))
      }
      try writeMessages(store)
      if isIndexed { while try store.tidy(limit: Self.batchSize) {} }
      try store.close()
    } catch {
      throw error as? LoadError ?? LoadError("\(data.path) can't be filled: \(error)")
    }
  }

  /// Behind the accounts in the log; the mailbox stands last, behind what everybody has read.
  private func writeMessages(_ store: SQLiteStore) throws {
    let read = accounts + broadcasts + privateMessages
    try write(accounts..<read + mailbox, store) { message($0, isRead: $0 < read) }
    guard broadcasts + privateMessages > 0 else { return }
    var batch = LogBatch()
    for account in 1...accounts { batch.cursors[AccountID(rawValue: Int64(account))] = EntryID(rawValue: Int64(read)) }
    try store.commit(batch)
  }

  private func write(_ places: Range<Int>, _ store: SQLiteStore, _ record: (Int) throws -> LogRecord) throws {
    for start in stride(from: places.lowerBound, to: places.upperBound, by: Self.batchSize) {
      let end = min(start + Self.batchSize, places.upperBound)
      var batch = LogBatch()
      batch.records = try (start..<end).map(record)
      batch.idBound = EntryID(rawValue: Int64(end))
      try store.commit(batch)
    }
  }

  private func message(_ place: Int, isRead: Bool) -> LogRecord {
    let sender = 1 + place % accounts
    let recipient: Int? =
      if !isRead { 1 } else if place - accounts < broadcasts { nil } else { 1 + (place + 1) % accounts }
    // One word that a thousandth of the messages have, one that no other has, and what fills it up.
    let body = "word\(place % 1_000) message\(place) " + String(repeating: "x", count: bodyBytes)
    return record(
      place + 1,
      .message(
        kind: recipient == nil ? .broadcast : .private,
        sender: AccountID(rawValue: Int64(sender == recipient ? 1 + sender % accounts : sender)),
        to: Destination(rawValue: Int64(recipient ?? 0)), body: String(body.prefix(bodyBytes))))
  }

  /// One a second, from a fixed day on.
  private func record(_ id: Int, _ entry: Entry) -> LogRecord {
    LogRecord(
      id: EntryID(rawValue: Int64(id)), time: WallTime(microseconds: 1_400_000_000_000_000 + Int64(id) * 1_000_000),
      entry: entry, origin: nil)
  }
}

extension Accounts {
  static func verifier(cost: Int) throws -> PasswordVerifier {
    guard let parameters = PasswordVerifier.Cost(logN: cost) else { throw LoadError("no hash has that cost") }
    let salt = SecureRandom.bytes(16)
    let hash = try Scrypt.derive(
      password: SecretBytes(password.utf8), salt: salt, logN: cost, blockSize: parameters.blockSize,
      parallelism: parameters.parallelism, length: 32)
    guard let verifier = PasswordVerifier(cost: parameters, salt: salt, hash: hash) else {
      throw LoadError("the password has no hash")
    }
    return verifier
  }
}

struct Seed: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fill a new data directory with accounts and messages.",
    discussion: """
      The accounts are load0, load1, and so on; all have one password hash, as cheap as there is, so that log-ins cost \
      little: never let strangers reach such a server.

      Example: chatload seed --data room --accounts 100000 --messages 5000000
      """)

  @Option(help: ArgumentHelp("The data directory, which must be new.", valueName: "directory")) var data: String
  @Option(help: ArgumentHelp("How many accounts.", valueName: "count")) var accounts = 1_000
  @Option(help: ArgumentHelp("How many broadcasts, which everybody has read.", valueName: "count")) var messages = 0
  @Option(help: ArgumentHelp("How many private messages, which their receivers have read.", valueName: "count"))
  var privateMessages = 0
  @Option(help: ArgumentHelp("How many private messages wait for load0.", valueName: "count")) var mailbox = 0
  @Option(help: ArgumentHelp("The length of a message.", valueName: "bytes")) var body = 64

  func validate() throws {
    try check("--accounts", accounts, in: 2...10_000_000)
    guard messages >= 0, privateMessages >= 0, mailbox >= 0 else { throw ValidationError("Counts are 0 or more.") }
    try check(body: body)
  }

  func run() throws {
    let seeding = Seeding(
      accounts: accounts, broadcasts: messages, privateMessages: privateMessages, mailbox: mailbox, bodyBytes: body)
    try seeding.fill(DataDirectory(path: data))
  }
}
