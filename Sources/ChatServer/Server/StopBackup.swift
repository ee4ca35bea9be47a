import ChatCore
import ChatStore

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
    let path = "\(directory.backups)/\(LocalTime(now).original)"
    let exporter = Exporter(store: store, parameters: parameters, now: now)
    _ = try exporter.write(to: path) { part in
      say("[backup]\(part.backupText) been stored.")
    }
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
