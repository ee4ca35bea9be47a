/// What is gathered for the next commit, and what becomes of it afterwards.
struct PendingCommit: Sendable {
  var batch = LogBatch()
  var outcomes: [AfterCommit] = []
  /// Who beside the sessions wants to know whether it was stored.
  var tickets: [Ticket] = []
  /// About how much memory it holds; what the limit of uncommitted bytes counts.
  private(set) var bytes = 0

  /// What a record costs beside its text.
  private static let recordOverhead = 128

  var isEmpty: Bool {
    batch.isEmpty && outcomes.isEmpty && tickets.isEmpty
  }

  mutating func append(_ record: consuming LogRecord) {
    bytes += Self.recordOverhead + record.bodyBytes
    batch.records.append(record)
  }

  /// Puts into the batch, which is to be committed now, how far the runs behind it have come.
  mutating func note(_ runs: RunLedger) {
    var last: RunKey?
    for index in batch.records.indices {
      guard let origin = batch.records[index].origin else { continue }
      let run = RunKey(account: origin.account, run: origin.request.run)
      // Most messages come from the run that the one before came from.
      if run != last {
        batch.runs[run] = runs.progress(of: run)
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

/// A request that waits for a commit.
struct AfterCommit: Sendable {
  /// Who is answered; nil when nobody waits.
  var caller: Caller?
  /// The answer when the commit succeeded; else it is `Room.replyAfterFailure`.
  var reply: Reply
  /// The account that was made, if its person is logged in when the commit has succeeded, by `Room.newcomerStored` instead
  /// of the answer.
  var newcomer: AccountID?
  /// Bytes that nobody needs once it has succeeded.
  var discardOnSuccess: [FileID] = []
  /// Bytes that nobody needs if it failed.
  var discardOnFailure: [FileID] = []
}
