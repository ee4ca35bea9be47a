import ChatCore

/// What is gathered for the next commit, and what becomes of it afterwards.
struct PendingCommit: Sendable {
  var batch = LogBatch()
  var outcomes: [AfterCommit] = []
  /// Who beside the sessions wants to know whether it was stored. On the room's queue.
  var watchers: [@Sendable (_ isStored: Bool) -> Void] = []
  /// About how much memory it holds; what the limit of uncommitted bytes counts.
  var bytes = 0

  /// So many bytes may wait for their commit before the shards stop reading.
  static let maximumBytes = 8 * 1024 * 1024
  /// The run that was noted last, and not put into the batch yet: most messages of a turn come from the run before.
  private var newestRun: (key: RunKey, progress: RunProgress)?
  /// What a record costs beside its text.
  private static let recordOverhead = 128

  var isEmpty: Bool {
    batch.isEmpty && outcomes.isEmpty && watchers.isEmpty
  }

  mutating func append(_ record: LogRecord) {
    batch.records.append(record)
    bytes += Self.recordOverhead
    if case .message(_, _, _, let body) = record.entry {
      bytes += body.utf8.count
    }
  }

  /// Notes how far a run has come.
  mutating func note(_ progress: RunProgress, of key: RunKey) {
    if newestRun?.key != key {
      settleRuns()
    }
    newestRun = (key, progress)
  }

  /// Puts everything that was noted into the batch, which is to be committed now.
  mutating func settleRuns() {
    if let (key, progress) = newestRun {
      batch.runs[key] = progress
      newestRun = nil
    }
  }

  /// Takes over what must not get lost when a commit fails: it claims nothing to anybody and is true all the same.
  mutating func keepStandings(of failed: PendingCommit) {
    batch.cursors.merge(failed.batch.cursors) { newer, _ in newer }
    batch.lastSeen.merge(failed.batch.lastSeen) { newer, _ in newer }
  }
}
