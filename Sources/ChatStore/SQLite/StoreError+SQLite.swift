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
    let systemError = connection?.lastSystemError ?? 0
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
    case (.SQLITE_NOTADB, _):
      self = .unreadable(path: path, detail: "it is not an SQLite database")
    case (.SQLITE_CORRUPT, _):
      self = .unreadable(path: path, detail: detail)
    default:
      self = .failed(detail: detail)
    }
  }
}

extension Database {
  /// The errno of the last system call that failed on the write-ahead log, or on the store's file, even over the rollback
  /// that follows it; 0 when SQLite knows none. A commit that fails has it with the file alone.
  fileprivate var lastSystemError: Int32 {
    for pointer in [SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER] {
      var file: UnsafeMutablePointer<sqlite3_file>?
      var code: Int32 = 0
      guard sqlite3_file_control(sqliteConnection, "main", pointer, &file) == SQLITE_OK, let file,
        let control = file.pointee.pMethods?.pointee.xFileControl,
        control(file, SQLITE_FCNTL_LAST_ERRNO, &code) == SQLITE_OK, code != 0
      else { continue }
      return code
    }
    return sqliteConnection.map { sqlite3_system_errno($0) } ?? 0
  }
}
