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
  /// What a record costs beside its text.
  private static let recordOverhead = 128

  var isEmpty: Bool {
    batch.isEmpty && outcomes.isEmpty && watchers.isEmpty
  }

  mutating func append(_ record: consuming LogRecord) {
    bytes += Self.recordOverhead + record.bodyBytes
    batch.records.append(record)
  }

  /// Puts into the batch, which is to be committed now, how far the runs behind it have come in `room`.
  mutating func noteRuns(of room: Room) {
    var last: RunKey?
    for index in batch.records.indices {
      guard let origin = batch.records[index].origin else { continue }
      let run = RunKey(account: origin.account, run: origin.request.run)
      // Most messages come from the run that the one before came from.
      if run != last {
        batch.runs[run] = room.progress(of: run)
        last = run
      }
    }
  }

  /// Takes over what must not get lost when a commit fails: it claims nothing to anybody and is true all the same.
  mutating func keepStandings(of failed: PendingCommit) {
    batch.cursors.merge(failed.batch.cursors) { newer, _ in newer }
    batch.lastSeen.merge(failed.batch.lastSeen) { newer, _ in newer }
  }
}
