import ChatCore
import ChatSystem

/// The storage of a server: one SQLite file in write-ahead-log mode whose commits reach the disk (synchronous FULL).
///
/// Readings run beside writing, on connections of their own (`DatabasePool`). Any queue may call, with `ChatStorage`'s rules
/// for `load` and `commit`. A process opens one file once: closing any descriptor of it gives up the process's locks on it
/// (fcntl(2)).
public final class SQLiteStore: ChatStorage {
  /// Where the file is.
  public let path: String
  /// The connections that read and write it; others once a store that was only read takes commits (`openStandIn`).
  private let connections: Locked<Connections>
  /// Accounts whose `sent` mark is known to be on disk, so that it is written once and not with every message.
  let markedSenders = Locked<Set<AccountID>>([])
  /// The state of the index of words, as far as it is known.
  let wordIndex = Locked(WordIndex.trusted)
  /// So many messages make a part of the index full.
  let partWidth: Int

  private struct Connections {
    let pool: DatabasePool
    /// Nil when the store is only read.
    let log: WriteAheadLog?
    /// Opens the store in earnest; nil where that has happened, or is not wanted.
    var open: (@Sendable () throws(StoreError) -> SQLiteStore)?
    /// The connections that read before, and still may.
    var retired: DatabasePool?
  }

  /// The connections to it.
  var pool: DatabasePool { connections.withLock { $0.pool } }
  /// Nil while the store is only read.
  var log: WriteAheadLog? { connections.withLock { $0.log } }

  /// To bring a file of this size up to date may take longer than a person waits without a word.
  private static let longUpgrade: Int64 = 32 << 20

  /// Opens a store as whoever is going to live on it does: it is looked at first (`StoreInspection`), brought up to date where
  /// an older version wrote it, and then looked at again. Makes it when the file is absent or empty.
  ///
  /// - Parameters:
  ///   - depth: how closely it is looked at.
  ///   - backups: where an older store is copied to before it is changed (`OldStores`); nil where there is a copy already, as
  ///     of a backup that was unpacked.
  ///   - onLongUpgrade: called before that begins where it may take longer than a second, with the file's size in bytes.
  /// - Throws: `StoreError.unreadable` for a file that no room can live on; it is not touched. `StoreError.noRoom` where
  ///   there is none for the copy.
  public static func open(
    path: String, depth: StoreDepth = .start, keepingOldIn backups: String?,
    onLongUpgrade: (_ bytes: Int64) -> Void = { _ in }
  ) throws(StoreError) -> SQLiteStore {
    try StoreFile.rollBack(path: path)
    if let flaw = try StoreInspection.flaw(of: path, depth: depth) {
      throw .unreadable(path: path, detail: flaw.description)
    }
    try StoreFile.prepare(path: path)
    return try openJudged(path: path, depth: depth, keepingOldIn: backups, onLongUpgrade)
  }

  /// The same for a file that was looked at and is there.
  private static func openJudged(
    path: String, depth: StoreDepth, keepingOldIn backups: String?, _ onLongUpgrade: (_ bytes: Int64) -> Void
  ) throws(StoreError) -> SQLiteStore {
    let store = try SQLiteStore(path: path, partWidth: SearchPart.width, access: .readWrite)
    guard let (version, size) = try store.old() else {
      try store.migrate()
      return store
    }
    if size >= longUpgrade {
      onLongUpgrade(size)
    }
    if let backups {
      try OldStores(directory: backups).keep(store, size: size, isRewritten: version < Schema.lastRewriting)
    }
    try store.migrate()
    let flaw = try store.attempt { try store.pool.read { try StoreInspection.flaw(of: $0, path: path, depth: depth) } }
    if let flaw {
      let copy = OldStores.readable(beside: path).map { ". As it was before its upgrade it is kept in \($0)" } ?? ""
      throw .unreadable(path: path, detail: flaw.description + copy)
    }
    return store
  }

  /// Opens the store at `path` without a look at what stands in it, and makes it when the file is absent or empty; brings an
  /// older one up to date. For stores of our own making; a server calls `open`.
  ///
  /// - Throws: `StoreError.unreadable` for a file that is no store or comes from a newer version; it is not touched.
  public convenience init(path: String) throws(StoreError) {
    try self.init(path: path, partWidth: SearchPart.width)
  }

  /// The same, where the index has parts of `partWidth` messages.
  convenience init(path: String, partWidth: Int) throws(StoreError) {
    try StoreFile.prepare(path: path)
    try self.init(path: path, partWidth: partWidth, access: .readWrite)
    try migrate()
  }

  /// Opens an existing store for reading, beside a running server too. `commit` fails on it.
  public static func openReadOnly(path: String) throws(StoreError) -> SQLiteStore {
    try openReadOnly(path: path, access: .readOnly)
  }

  private static func openReadOnly(path: String, access: Database.Access) throws(StoreError) -> SQLiteStore {
    let store = try SQLiteStore(path: path, partWidth: SearchPart.width, access: access)
    try store.attempt {
      let (application, version) = try store.pool.read { db in
        (try StoreFile.application(of: db), try StoreFile.version(of: db))
      }
      guard application == Schema.applicationID else { throw StoreFile.foreign(path) }
      try StoreFile.checkVersion(version, path: path)
      guard version == Schema.version else {
        throw StoreError.unreadable(
          path: path,
          detail: "it is of an older version (schema \(version)): start the server once to bring it up to date")
      }
    }
    return store
  }

  /// Opens an existing store that nothing can be written to for now, as on a full disk: it is read as it is, and each commit
  /// tries to open it in earnest first. Where not even SQLite's shared memory can be made, only the main file is read, which
  /// is all after an orderly stop.
  ///
  /// - Parameter backups: as for `open`.
  /// - Throws: `StoreError`, also for a store of an older version.
  public static func openStandIn(path: String, keepingOldIn backups: String?) throws(StoreError) -> SQLiteStore {
    let store: SQLiteStore
    do throws(StoreError) {
      store = try openReadOnly(path: path)
    } catch {
      guard error.mayPass, try StoreFile.size(of: "\(path)-wal") == 0, try StoreFile.size(of: "\(path)-journal") == 0
      else { throw error }
      store = try openReadOnly(path: path, access: .immutable)
    }
    store.connections.withLock { connections in
      connections.open = { () throws(StoreError) in
        // Not prepared: to close a descriptor of the file would give up the lock of the connection that reads it.
        if let flaw = try StoreInspection.flaw(of: path, depth: .start) {
          throw .unreadable(path: path, detail: flaw.description)
        }
        return try openJudged(path: path, depth: .start, keepingOldIn: backups) { _ in }
      }
    }
    return store
  }

  /// Opens a store in earnest that was only read, if it is one. On the queue that commits.
  func openIfStandIn() throws(StoreError) {
    guard let open = connections.withLock({ $0.open }) else { return }
    let store = try open()
    connections.withLock { connections in
      connections = Connections(pool: store.pool, log: store.log, open: nil, retired: connections.pool)
    }
  }

  private init(path: String, partWidth: Int, access: Database.Access) throws(StoreError) {
    self.path = path
    self.partWidth = partWidth
    do {
      let pool = try DatabasePool(
        path: path, access: access, patience: Self.patience, settings: "PRAGMA trusted_schema = OFF",
        writing: Self.writing)
      connections = Locked(
        Connections(
          pool: pool, log: access == .readWrite ? try pool.write { try WriteAheadLog(path: path, writer: $0) } : nil))
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// In milliseconds: another process holds a lock only for moments, while it recovers the log or takes a copy.
  static let patience: Int32 = 10_000

  /// With less than FULL a power loss would take back what was acknowledged. After a burst the log's file gives its room back.
  private static let writing = """
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864
    """

  /// How many bytes the store has, with what still lies in its write-ahead log. From any queue.
  var size: Int64 {
    get throws(StoreError) { try attempt { try pool.read { try StoreInspection.size(of: $0) } } }
  }

  /// Moves everything from the write-ahead log into the main file.
  ///
  /// - Throws: `StoreError`; `.failed` also while somebody reads an older state.
  public func checkpoint() throws(StoreError) {
    try attempt { try pool.write { _ = try $0.checkpoint(isWhole: true) } }
  }

  /// Ends all use of the file, and moves the write-ahead log into it when nobody else reads it.
  public func close() throws(StoreError) {
    // The connection that closes last empties the log, which takes one that may write: so the readers go first.
    pool.closeReaders()
    try attempt {
      try log?.close()
      try pool.close()
      try connections.withLock { $0.retired }?.close()
    }
  }

  /// Runs `body`, and sorts what it throws.
  func attempt<Result>(_ body: () throws -> Result) throws(StoreError) -> Result {
    do {
      return try body()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Runs `body` in one transaction that is on disk when this returns; when it throws, nothing has happened.
  func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    try attempt { try pool.write { db in try db.transaction { try body(db) } } }
  }

  /// The size of the store, in bytes, when an older version has written to it; else nil.
  private func old() throws(StoreError) -> (version: Int32, size: Int64)? {
    try attempt {
      try pool.read { db in
        let version = try StoreFile.version(of: db)
        guard version > 0, version < Schema.version else { return nil }
        return (version, try StoreInspection.size(of: db))
      }
    }
  }

  private func migrate() throws(StoreError) {
    try attempt {
      try pool.write { db in
        let version = try StoreFile.version(of: db)
        try StoreFile.checkVersion(version, path: path)
        for (index, script) in Schema.migrations.enumerated().dropFirst(Int(version)) {
          try db.transaction {
            try db.execute(script)
            try db.execute("PRAGMA user_version = \(index + 1)")
          }
        }
      }
    }
  }
}
