import ChatCore

/// How much of the server log is kept.
public struct LogSettings: Hashable, Sendable {
  /// A log that would grow beyond so many bytes is finished, and a new one begun; 0 never does that.
  public var maxSize: Int64
  /// So many finished logs are kept, the newest ones; 0 keeps all.
  public var keep: Int

  /// The part of `settings` that concerns the log.
  public init(_ settings: Settings = Settings()) {
    maxSize = Int64(settings[.logMaxSize])
    keep = Int(settings[.logKeep])
  }

  /// True when a log of `size` bytes is to be finished before `adding` more. An empty one never is: a line may be
  /// longer than any limit.
  func isFinished(size: Int64, adding: Int64) -> Bool {
    size > 0 && !allows(size + adding)
  }

  /// True when a log may have `size` bytes.
  func allows(_ size: Int64) -> Bool {
    maxSize == 0 || size <= maxSize
  }
}
