/// Why a backup was made.
public enum BackupKind: String, Codable, CaseIterable, Sendable {
  /// Somebody asked for it. It is never removed by us.
  case manual
  /// The server made it on its way (`serve --backup-every`).
  case automatic
  /// The server made it when it stopped.
  case stop

  /// The beginning of its file's name.
  public var prefix: String {
    switch self {
    case .manual: "backup_"
    case .automatic: "auto_"
    case .stop: "stop_"
    }
  }

  /// True for one that makes room for newer ones by itself.
  public var isAutomatic: Bool {
    self != .manual
  }
}
