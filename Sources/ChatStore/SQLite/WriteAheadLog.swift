import CSQLite
import ChatSystem

/// The write-ahead log of a store, and how it is moved into the main file beside the commits.
///
/// SQLite would do that by itself within the commit that makes the log long, which then takes as long as fifty others. A
/// connection of its own moves the log while commits go on; what they add meanwhile is moved between two commits, so that
/// the next one begins the file anew (sqlite.org/wal.html, 3.2).
final class WriteAheadLog: Sendable {
  /// A commit that leaves more pages than this has the log moved at once: somebody commits who sees to nothing.
  private static let longest = 8_192

  /// The pages in the log, as the last commit left them.
  private let pages = Locked(0)
  private let mover: Locked<Database>

  /// Opens a second connection to the store at `path`, whose `writer` tells from here on how long the log is.
  ///
  /// - Throws: `DatabaseError`.
  init(path: String, writer: Database) throws {
    mover = Locked(try Database(path: path, settings: "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF"))
    let counter = Unmanaged.passUnretained(pages).toOpaque()
    sqlite3_wal_hook(
      try writer.connection(),
      { counter, connection, _, pages in
        guard let counter else { return SQLITE_OK }
        Unmanaged<Locked<Int>>.fromOpaque(counter).takeUnretainedValue().withLock { $0 = Int(pages) }
        if pages > WriteAheadLog.longest {
          // Nothing depends on it: what stays in the log is as safe as what is moved.
          sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        }
        return SQLITE_OK
      }, counter)
  }

  /// How many pages lie in it.
  var pageCount: Int {
    pages.withLock { $0 }
  }

  /// Moves what nobody reads an older state of. Beside commits; one caller at a time.
  ///
  /// - Returns: how many pages are left to be moved.
  /// - Throws: `DatabaseError`.
  func move() throws -> Int {
    try mover.withLock { db in
      do {
        let (length, moved) = try db.checkpoint(isWhole: false)
        return length - moved
      } catch let error as DatabaseError where error.primaryCode == SQLITE_BUSY {
        // Another process does the same.
        return pageCount
      }
    }
  }

  /// Ends its use. After the last commit.
  func close() throws {
    try mover.withLock { try $0.close() }
  }
}
