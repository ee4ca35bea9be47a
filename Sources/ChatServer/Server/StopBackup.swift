import ChatCore
import ChatStore
import Glibc

/// Puts a copy of everything aside when the server stops: the original's six text files, in a directory named by the
/// time, written aside and renamed.
enum StopBackup {
  /// Writes the copy, and tells of each part once it is on disk.
  ///
  /// - Throws: `OriginalFilesError`.
  static func make(
    of store: SQLiteStore, parameters: Parameters, directory: DataDirectory, at now: WallTime,
    say: (String) -> Void
  ) throws(OriginalFilesError) {
    let path = freePath(in: directory, at: now)
    let exporter = Exporter(store: store, parameters: parameters, now: now)
    _ = try exporter.write(to: path) { part in
      say("[backup]\(part.backupText) been stored.")
    }
  }

  /// A directory that is not there yet: a second has room for two stops, and a clock that was set back brings a time
  /// again, which must not cost an older copy.
  private static func freePath(in directory: DataDirectory, at now: WallTime) -> String {
    let stem = "\(directory.backups)/\(LocalTime(now).original)"
    var path = stem
    var number = 1
    while access(path, F_OK) == 0 {
      number += 1
      path = "\(stem).\(number)"
    }
    return path
  }
}

extension OriginalPart {
  /// What the original calls the part.
  fileprivate var backupText: String {
    switch self {
    case .parameters: "MaxCon, BLOCK_TIME, LAST_HOUR, TIME_OUT all have"
    case .accounts: "user_password repository has"
    case .messages: "message_rep has"
    case .files: "file_rep has"
    case .blocks: "block_rep has"
    case .logInBlocks: "list_block has"
    }
  }
}
