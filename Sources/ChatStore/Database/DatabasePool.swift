import ChatSystem

/// The connections to a database with a write-ahead log: one that writes, and beside it as many that read as are asked for at
/// once. From any queue.
final class DatabasePool: Sendable {
  /// So many connections that nobody uses stay open.
  private static let mostIdle = 5

  private let writer: Locked<Database>
  private let readers = Locked(Readers())
  private let open: @Sendable () throws(DatabaseError) -> Database

  private struct Readers {
    var idle: [Database] = []
    var isClosed = false
  }

  /// Opens the file at `path`.
  ///
  /// - Parameters:
  ///   - access: what it is opened for. What only reads has a writer that can't write.
  ///   - patience: how many milliseconds a statement waits for another process's lock.
  ///   - settings: SQL that each connection runs before anything else.
  ///   - writing: and SQL that the one that writes runs after that.
  init(
    path: String, access: Database.Access, patience: Int32, settings: String, writing: String
  ) throws(DatabaseError) {
    let writer = try Database(path: path, access: access, patience: patience, settings: settings)
    if access == .readWrite {
      try writer.execute(writing)
    }
    self.writer = Locked(writer)
    let reading = access == .readWrite ? .readOnly : access
    open = { () throws(DatabaseError) in
      try Database(path: path, access: reading, patience: patience, settings: settings)
    }
  }

  /// Runs `body` on the connection that writes, when nobody else does.
  ///
  /// - Throws: what `body` throws.
  func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try writer.withLock { try body($0) }
  }

  /// Runs `body` on one consistent state, beside who writes.
  ///
  /// - Throws: `DatabaseError`, or what `body` throws.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    let reader = try take()
    defer { giveBack(reader) }
    return try reader.transaction(isReading: true) { try body(reader) }
  }

  /// Closes the connections that read and are not in use.
  func closeReaders() {
    readers.withLock { $0.idle.removeAll() }
  }

  /// Ends all use. Whoever reads or writes later is told that it is closed.
  func close() throws(DatabaseError) {
    readers.withLock { readers in
      readers.isClosed = true
      readers.idle.removeAll()
    }
    try writer.withLock { (writer) throws(DatabaseError) in try writer.close() }
  }

  private func take() throws(DatabaseError) -> Database {
    let (idle, isClosed) = readers.withLock { ($0.idle.popLast(), $0.isClosed) }
    if let idle { return idle }
    guard !isClosed else { throw .closed }
    return try open()
  }

  private func giveBack(_ reader: Database) {
    readers.withLock { readers in
      guard !readers.isClosed, readers.idle.count < Self.mostIdle, !reader.isInTransaction else { return }
      readers.idle.append(reader)
    }
  }
}
