/// What is committed to the store in one transaction.
public struct LogBatch: Sendable {
  /// The entries, in the order of their ids.
  public var records: [LogRecord] = []
  /// How far the runs that these entries came from have come.
  public var runs: [RunKey: RunProgress] = [:]
  /// Cursors that moved.
  public var cursors: [AccountID: EntryID] = [:]
  /// Sessions that ended.
  public var lastSeen: [AccountID: WallTime] = [:]
  /// Tokens that changed; nil for those that are void.
  public var tokens: [AccountID: ResumeTokens.Line?] = [:]
  /// What may go; nothing of it is newer than the entries.
  public var forgotten: [Forgotten] = []
  /// The new bound of the ids that may be given; nil when it stays.
  public var idBound: EntryID?

  /// An empty batch.
  public init() {}

  /// Whether there is nothing to commit.
  public var isEmpty: Bool {
    records.isEmpty && runs.isEmpty && cursors.isEmpty && lastSeen.isEmpty && tokens.isEmpty
      && forgotten.isEmpty && idBound == nil
  }
}
