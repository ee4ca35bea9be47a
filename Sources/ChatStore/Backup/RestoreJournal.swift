import ChatSystem
import Glibc

/// The second half of a restore: the swap of what was there with what lies ready in `restore.new`.
///
/// A restore is decided by one event, the appearance of the file `restore.journal`: before it nothing of the old state
/// has been touched, and what was prepared is thrown away; from then on the swap is carried through, by whoever takes the
/// data directory's lock next if its maker is killed. Each step can be seen to be done by where things lie, so the swap
/// may be begun again any number of times; names are synced between the steps, so that a power loss keeps their order.
struct RestoreJournal {
  let directory: DataDirectory

  /// The names that are swapped, in this order: the old store's journals go before it, so that they never meet the new
  /// one.
  private static let entries = ["chat.sqlite-wal", "chat.sqlite-shm", "chat.sqlite", "para.txt", "files", "tls"]

  private var path: String { "\(directory.path)/restore.journal" }
  /// Where the new state is prepared.
  var stage: String { "\(directory.path)/restore.new" }

  /// True when a restore was begun here and not ended.
  var isPending: Bool {
    access(path, F_OK) == 0 || access(stage, F_OK) == 0
  }

  /// Makes an empty directory for the new state.
  func prepare() throws(FileError) {
    try FileTree.remove(stage)
    try FileTree.create(stage)
  }

  /// Decides for the new state and swaps. The old one is then in the directory `replaced`, whose name is free.
  func commit(replaced: String) throws(FileError) {
    for folder in ["files", "tls", ""] where access("\(stage)/\(folder)", F_OK) == 0 {
      try FileTree.syncNames(in: "\(stage)/\(folder)")
    }
    try FileTree.syncNames(in: directory.path)
    try AtomicFile.write(Array("\(replaced)\n".utf8), to: path)
    try swap(into: "\(directory.path)/\(replaced)")
  }

  /// Ends or undoes what a killed restore left. The caller holds the data directory's lock.
  ///
  /// - Returns: where the old state lies, if the new one is there now; nil when nothing has changed.
  func recover() throws(FileError) -> String? {
    guard let bytes = try FileBytes.read(path) else {
      try FileTree.remove(stage)
      return nil
    }
    let replaced = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    // The name is ours; anything else in that file was not written by us, and is followed nowhere.
    guard replaced.hasPrefix(Self.replacedPrefix), !replaced.utf8.contains(UInt8(ascii: "/")) else {
      throw FileError(.read, path, code: EINVAL)
    }
    try swap(into: "\(directory.path)/\(replaced)")
    return "\(directory.path)/\(replaced)"
  }

  /// The beginning of the names of directories with old states.
  static let replacedPrefix = "replaced_"

  private func swap(into replaced: String) throws(FileError) {
    try FileTree.create(replaced)
    try FileTree.syncNames(in: directory.path)
    let isStoreNew = access("\(stage)/\(BackupPart.store.name)", F_OK) != 0
    for entry in Self.entries {
      let (new, current) = ("\(stage)/\(entry)", "\(directory.path)/\(entry)")
      let isJournal = entry.hasPrefix(BackupPart.store.name + "-")
      // Nothing lies ready: it has been swapped, or the backup does not have it. The old store's journals have no
      // successor, and belong to whatever store is there.
      guard isJournal ? !isStoreNew : access(new, F_OK) == 0 else { continue }
      if access(current, F_OK) == 0 {
        try move(current, to: "\(replaced)/\(entry)")
        try FileTree.syncNames(in: replaced)
        try FileTree.syncNames(in: directory.path)
      }
      if !isJournal {
        try move(new, to: current)
        try FileTree.syncNames(in: directory.path)
      }
    }
    guard unlink(path) == 0 || errno == ENOENT else { throw FileError(.write, path) }
    try FileTree.syncNames(in: directory.path)
    try FileTree.remove(stage)
  }

  private func move(_ old: String, to new: String) throws(FileError) {
    guard rename(old, new) == 0 else { throw FileError(.write, new) }
  }
}
