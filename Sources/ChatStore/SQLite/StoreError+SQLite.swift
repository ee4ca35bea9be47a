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
    let detail = "SQLite error \(code.rawValue): \(error.message ?? "no message")"
    switch error.resultCode {
    case .SQLITE_FULL:
      self = .diskFull(detail: detail)
    case .SQLITE_IOERR where code == .SQLITE_IOERR_FSYNC || code == .SQLITE_IOERR_DIR_FSYNC:
      self = .syncFailed(detail: detail)
    // The index of the write-ahead log is grown by writing to it, and of that SQLite keeps no errno.
    case .SQLITE_IOERR where code == .SQLITE_IOERR_SHMSIZE || systemError == ENOSPC || systemError == EDQUOT:
      self = .diskFull(detail: detail)
    case .SQLITE_NOTADB:
      self = .unreadable(path: path, detail: "it is not an SQLite database")
    case .SQLITE_CORRUPT:
      self = .unreadable(path: path, detail: detail)
    default:
      self = .failed(detail: systemError == 0 ? detail : "\(detail) (\(String(systemError: systemError)))")
    }
  }
}
