import ChatCore

/// The contents of a checked or restored backup.
public struct BackupReport: Hashable, Sendable {
  /// Which one.
  public let entry: BackupEntry
  /// How many accounts.
  public let accounts: Int
  /// How many waiting files, with or without their bytes.
  public let files: Int
  /// Waiting files whose bytes are neither in the backup nor beside it: a restore has to leave their records out.
  public internal(set) var lostFiles = 0
  /// Where a restore has put what was there before; nil after a check.
  public internal(set) var replaced: String?

  init(_ entry: BackupEntry, _ state: DurableState) {
    self.entry = entry
    accounts = state.accounts.count
    files = state.files.count
  }
}
