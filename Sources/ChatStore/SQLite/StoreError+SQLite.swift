import ChatSystem
import GRDB
import GRDBSQLite
import Glibc

extension StoreError {
  /// Sorts what SQLite or GRDB threw by what the caller has to do about it.
  ///
  /// - Parameter connection: the connection that failed, asked for the system's errno; nil when there is none.
  /// - Parameter path: the store's file, for people.
  init(_ error: any Error, connection: Database? = nil, path: String) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self = .failed(detail: "\(error)")
      return
    }
    let code = error.extendedResultCode
    // SQLite keeps the errno of the last I/O error even over the rollback that follows it.
    let systemError = connection?.sqliteConnection.map { sqlite3_system_errno($0) } ?? 0
    let message = "SQLite error \(code.rawValue): \(error.message ?? "no message")"
    let detail = systemError == 0 ? message : "\(message) (\(String(systemError: systemError)))"
    switch (error.resultCode, systemError) {
    case (.SQLITE_IOERR, _) where code == .SQLITE_IOERR_FSYNC || code == .SQLITE_IOERR_DIR_FSYNC:
      self = .syncFailed(detail: detail)
    case (.SQLITE_IOERR, EDQUOT), (.SQLITE_FULL, EDQUOT):
      self = .quotaExceeded(detail: detail)
    // The index of the write-ahead log is grown by writing to it, and of that SQLite keeps no errno.
    case (.SQLITE_FULL, _), (.SQLITE_IOERR, ENOSPC), (.SQLITE_CANTOPEN, ENOSPC):
      self = .diskFull(detail: detail)
    case (.SQLITE_IOERR, _) where code == .SQLITE_IOERR_SHMSIZE:
      self = .diskFull(detail: detail)
    case (.SQLITE_READONLY, _), (.SQLITE_IOERR, EROFS), (.SQLITE_CANTOPEN, EROFS), (.SQLITE_CANTOPEN, EACCES):
      self = .notWritable(detail: detail)
    case (.SQLITE_IOERR, _):
      self = .inputOutput(detail: detail)
    case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _):
      self = .locked(detail: detail)
    case (.SQLITE_NOTADB, _), (.SQLITE_CORRUPT, _):
      self = .unreadable(path: path, detail: detail)
    default:
      self = .failed(detail: detail)
    }
  }
}
