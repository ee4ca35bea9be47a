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
}
