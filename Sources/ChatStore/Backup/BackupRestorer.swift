import ChatCore
import ChatSystem
import Glibc

/// Puts a backup in the place of what is in a data directory: all of it or nothing, and the old state is kept aside.
///
/// No server runs meanwhile: the caller holds the data directory's lock.
public struct BackupRestorer {
  private let directory: DataDirectory
  private let makeDigest: () -> StreamDigest

  /// A restorer into `directory`, which exists and whose lock the caller holds.
  public init(directory: DataDirectory, lock _: borrowing DirectoryLock, makeDigest: @escaping () -> StreamDigest) {
    self.directory = directory
    self.makeDigest = makeDigest
  }

  /// Checks the backup at `path` and restores it. Killed at any moment, it leaves the old state or the new one, once
  /// `recoverIfNeeded` has run.
  ///
  /// Nobody comes back by a token of the old state: everybody logs in with the password.
  ///
  /// Waiting files whose bytes are not in the backup are kept as far as their bytes lie in the data directory; the
  /// records of the others are left out. Numbers of messages go on from the higher of both states, so that none is given
  /// twice. Without a key in the backup the present one stays.
  ///
  /// - Parameter stamp: now, for the name of the directory with the old state: `2014-03-04_21:32:30`.
  /// - Throws: `BackupError`; nothing has changed.
  public func restore(
    _ path: String, stamp: String, progress: (BackupProgress) -> Void = { _ in }
  ) throws(BackupError) -> BackupReport {
    let journal = RestoreJournal(directory: directory)
    do {
      _ = try journal.recover()
      try journal.prepare()
      var report = try prepare(path, in: journal.stage, progress: progress)
      let replaced = FileTree.freeName("\(directory.path)/\(RestoreJournal.replacedPrefix)\(stamp)")
      try journal.commit(replaced: String(replaced.dropFirst(directory.path.count + 1)))
      report.replaced = replaced
      return report
    } catch {
      // Once it was decided for, the swap is carried through by the next start.
      if access("\(directory.path)/restore.journal", F_OK) != 0 { try? FileTree.remove(journal.stage) }
      throw BackupError(error, in: path)
    }
  }

  /// True when a restore was cut short here, so that the data directory may be in the middle of a swap.
  public static func isNeeded(in directory: DataDirectory) -> Bool {
    RestoreJournal(directory: directory).isPending
  }

  /// Ends or undoes a restore that was killed. To be called by whoever takes the lock, before anything is read.
  ///
  /// - Returns: where the old state lies, if the restore was carried through; nil when it was undone or there was none.
  /// - Throws: `FileError`; call it again.
  public static func recoverIfNeeded(
    in directory: DataDirectory, lock _: borrowing DirectoryLock
  ) throws(FileError) -> String? {
    try RestoreJournal(directory: directory).recover()
  }

  /// Makes the whole new state in `stage`, on the disk.
  private func prepare(
    _ path: String, in stage: String, progress: (BackupProgress) -> Void
  ) throws -> BackupReport {
    let reader = BackupReader(path: path, makeDigest: makeDigest)
    let manifest = try reader.unpack(to: stage, keepsFiles: true, isSynced: true, progress: progress)
    let state = try UnpackedBackup(directory: stage, manifest: manifest).rehearse(progress: progress)
    var report = BackupReport(try reader.entry(), state)

    let lost = manifest.hasFiles ? [] : try state.files.filter { try !adopt($0, into: stage) }.map(\.id)
    report.lostFiles = lost.count
    let store = try SQLiteStore(path: "\(stage)/\(BackupPart.store.name)")
    try store.forget(lost)
    try store.forgetTokens()
    try raiseIDs(of: store, from: state.idBound)
    try store.checkpoint()
    try store.close()

    if access("\(stage)/\(BackupPart.parameters.name)", F_OK) != 0 {
      let text = "\(stage)/\(BackupPart.text(.parameters).name)"
      _ = try FileCopy.copy(from: text, to: "\(stage)/\(BackupPart.parameters.name)")
    }
    try FileTree.remove("\(stage)/\(BackupPart.textDirectory)")
    if try DirectoryEntries.names(of: "\(stage)/tls")?.isEmpty == true {
      try FileTree.remove("\(stage)/tls")
    }
    return report
  }

  /// Takes the bytes of `file` over where they lie in the data directory, and so into the new state; false where they
  /// do not.
  private func adopt(_ file: WaitingFile, into stage: String) throws(FileError) -> Bool {
    guard let bytes = try FileDescriptor.regular(directory.file(file.id)), try bytes.size() == file.size else {
      return false
    }
    let digest = makeDigest()
    try bytes.read { digest.update($0) }
    guard digest.finish() == file.digest else { return false }
    let target = "\(stage)/\(BackupPart.file(file.id).name)"
    if link(directory.file(file.id), target) != 0 {
      _ = try FileCopy.copy(from: directory.file(file.id), to: target)
    }
    return true
  }

  /// Clients of the old state may have seen ids that the backup does not know of: they are not given again.
  private func raiseIDs(of store: SQLiteStore, from bound: EntryID) throws(StoreError) {
    // A store that can't be read, which may be why somebody restores, says nothing.
    guard let current = try? SQLiteStore.openReadOnly(path: directory.store) else { return }
    defer { try? current.close() }
    guard let old = try? current.load().idBound, old > bound else { return }
    var batch = LogBatch()
    batch.idBound = old
    try store.commit(batch)
  }
}
