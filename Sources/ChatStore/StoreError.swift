import CSQLite
import ChatCore
import ChatSystem
import Glibc

/// Why the store could not do what was asked; SQLite's codes sorted by what the caller has to do about them.
public enum StoreError: Error, Hashable, Sendable {
  /// No room on the disk (SQLITE_FULL, or an I/O error with ENOSPC behind it). It may pass.
  case diskFull(detail: String)
  /// The user may not take more of the disk (EDQUOT). It may pass.
  case quotaExceeded(detail: String)
  /// The disk reports errors (any other I/O error). It may pass.
  case inputOutput(detail: String)
  /// Another process has held a lock on the file for longer than is waited for (SQLITE_BUSY). It may pass.
  case locked(detail: String)
  /// The file or its file system may not be written to (SQLITE_READONLY, EROFS). It may pass.
  case notWritable(detail: String)
  /// An fsync failed: what was written may be lost, and nobody can tell (SQLITE_IOERR_FSYNC and its kin). Stop.
  case syncFailed(detail: String)
  /// The file is no store, is damaged, or was written by a newer version.
  case unreadable(path: String, detail: String)
  /// An upgrade of the store at `path` was not begun, for it takes more bytes than are free at `place`.
  case noRoom(path: String, place: String, needed: Int64, free: Int64)
  /// Anything else that SQLite or the file system refused.
  case failed(detail: String)

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

extension StoreError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .diskFull(let detail): "the disk is full (\(detail))"
    case .quotaExceeded(let detail): "the disk quota is used up (\(detail))"
    case .inputOutput(let detail): "the disk reports errors (\(detail))"
    case .locked(let detail): "another program holds a lock on it (\(detail))"
    case .notWritable(let detail): "it may not be written to (\(detail))"
    case .syncFailed(let detail): "the disk did not confirm what was written (\(detail))"
    case .unreadable(let path, let detail): "\(path) can't be used as the store: \(detail)"
    case .noRoom(let path, let place, let needed, let free):
      "to bring \(path) up to date, with a copy of what it was, takes \(ByteText.text(needed)), and \(ByteText.text(free)) "
        + "are free at \(place). Make room there and try again; nothing was changed."
    case .failed(let detail): "the store failed: \(detail)"
    }
  }

  /// The trouble as whoever runs the server is told while this lasts.
  public var trouble: StorageTrouble {
    switch self {
    case .diskFull, .noRoom: .full
    case .quotaExceeded: .quota
    case .inputOutput, .syncFailed: .inputOutput
    case .locked: .locked
    case .notWritable: .notWritable
    case .unreadable, .failed: .other(description)
    }
  }

  /// True when it is worth it to try again after a while.
  public var mayPass: Bool {
    switch self {
    case .diskFull, .quotaExceeded, .inputOutput, .locked, .notWritable: true
    case .syncFailed, .unreadable, .noRoom, .failed: false
    }
  }
}
