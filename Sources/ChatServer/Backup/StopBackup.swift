import ChatCore
import ChatStore

/// The backup that a server makes when it stops, told in the original's words.
enum StopBackup {
  /// Makes it, without waiting files' bytes, and tells of each of the original's parts; they are on the disk by then.
  ///
  /// - Throws: `BackupError`; nothing was told.
  static func make(
    by backups: AutomaticBackups, parameters: Parameters, at now: WallTime, say: (String) -> Void
  ) throws(BackupError) {
    try backups.make(.stop, parameters: parameters, at: now)
    for part in OriginalPart.allCases {
      say("[backup]\(part.backupText) been stored.")
    }
  }
}

extension OriginalPart {
  /// The original's words for the part.
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
