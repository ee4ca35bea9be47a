import ChatStore
import ChatSystem

/// The recovery from a restore that was killed, before anything else in the data directory is touched.
public enum RestoreRecovery {
  /// Ends or undoes it; see `BackupRestorer.recoverIfNeeded`.
  ///
  /// - Returns: a sentence for the person when the restore was carried through; nil when nothing has changed.
  /// - Throws: `FileError`.
  public static func run(in directory: DataDirectory, lock: DirectoryLock) throws(FileError) -> String? {
    try BackupRestorer.recoverIfNeeded(in: directory, lock: lock).map {
      "A restore that had been cut short was completed. What was there before is in \($0)"
    }
  }
}
