import ChatCore

/// Values that many tests of the store need.
enum Sample {
  /// A password hash that is cheap to make and never checked here.
  static func verifier(_ seed: UInt8 = 1) throws -> PasswordVerifier {
    try required(
      PasswordVerifier(
        cost: .standard, salt: [UInt8](repeating: seed, count: 16), hash: [UInt8](repeating: seed, count: 32)))
  }

  static func account(_ id: Int64) -> AccountID {
    AccountID(rawValue: id)
  }

  static func entry(_ id: Int64) -> EntryID {
    EntryID(rawValue: id)
  }

  /// The entry that registers `name` as account `id`, at `id` seconds.
  static func registration(_ id: Int64, _ name: String) throws -> LogRecord {
    record(id, .registered(name: try AccountName(name), verifier: try verifier()))
  }

  static func record(_ id: Int64, _ entry: Entry, from origin: RequestOrigin? = nil) -> LogRecord {
    LogRecord(id: EntryID(rawValue: id), time: WallTime(microseconds: id * 1_000_000), entry: entry, origin: origin)
  }

  static func message(_ id: Int64, from sender: Int64, to recipient: Int64? = nil, _ body: String) -> LogRecord {
    record(
      id,
      .message(
        kind: recipient == nil ? .broadcast : .private, sender: account(sender),
        to: recipient.map { .person(account($0)) } ?? .everybody, body: body))
  }

  static func batch(_ records: [LogRecord], bound: Int64? = nil) -> LogBatch {
    var batch = LogBatch()
    batch.records = records
    batch.idBound = bound.map { EntryID(rawValue: $0) }
    return batch
  }

  static func digest(_ byte: UInt8 = 7) -> [UInt8] {
    [UInt8](repeating: byte, count: 32)
  }

  /// `value`, or an error when there is none.
  static func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
  }

  struct Missing: Error {}
}

extension SQLiteStoreTestable {
  func bodies(of account: Int64, after: Int64 = 0, through: Int64 = .max, limit: Int = 1000) throws -> [String] {
    try store.page(
      of: Sample.account(account), after: Sample.entry(after), through: Sample.entry(through), limit: limit
    ).messages.map(\.body)
  }

  /// All that `account` may be concerned with, page by page.
  func allBodies(of account: Int64) throws -> [String] {
    var bodies: [String] = []
    var reached = EntryID.zero
    while reached < Sample.entry(.max) {
      let page = try store.page(of: Sample.account(account), after: reached, through: Sample.entry(.max), limit: 1_000)
      bodies += page.messages.map(\.body)
      reached = page.reached
    }
    return bodies
  }
}
