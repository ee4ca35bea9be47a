import CSQLite
import ChatSystem
import Glibc

extension StoreError {
  /// Sorts what was thrown by what the caller has to do about it.
  ///
  /// - Parameter path: the store's file, for people.
  init(_ error: any Error, path: String) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self = .failed(detail: "\(error)")
      return
    }
    let systemError = error.systemError
    let detail = systemError == 0 ? "\(error)" : "\(error) (\(String(systemError: systemError)))"
    switch (error.primaryCode, systemError) {
    case (SQLITE_IOERR, _) where error.code == csqlite_ioerr_fsync || error.code == csqlite_ioerr_dir_fsync:
      self = .syncFailed(detail: detail)
    case (SQLITE_IOERR, EDQUOT), (SQLITE_FULL, EDQUOT):
      self = .quotaExceeded(detail: detail)
    // The index of the write-ahead log is grown by writing to it, and of that SQLite keeps no errno.
    case (SQLITE_FULL, _), (SQLITE_IOERR, ENOSPC), (SQLITE_CANTOPEN, ENOSPC):
      self = .diskFull(detail: detail)
    case (SQLITE_IOERR, _) where error.code == csqlite_ioerr_shmsize:
      self = .diskFull(detail: detail)
    case (SQLITE_READONLY, _), (SQLITE_IOERR, EROFS), (SQLITE_CANTOPEN, EROFS), (SQLITE_CANTOPEN, EACCES):
      self = .notWritable(detail: detail)
    case (SQLITE_IOERR, _):
      self = .inputOutput(detail: detail)
    case (SQLITE_BUSY, _), (SQLITE_LOCKED, _):
      self = .locked(detail: detail)
    case (SQLITE_NOTADB, _):
      self = .unreadable(path: path, detail: "it is not an SQLite database")
    case (SQLITE_CORRUPT, _):
      self = .unreadable(path: path, detail: detail)
    default:
      self = .failed(detail: detail)
    }
  }
}
