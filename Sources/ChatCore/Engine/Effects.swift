/// Everything that follows from a turn of an engine: what is to be carried out, and what the next commit is to hold.
public struct Effects: Sendable {
  /// What is to be carried out, in this order.
  var all: [Effect] = []
  /// What goes to disk with the next commit, and who waits for that.
  var gathering = PendingCommit()

  /// Adds one.
  mutating func append(_ effect: Effect) {
    all.append(effect)
  }

  /// Has a request answered when everything decided so far is on disk, or when that has failed.
  mutating func afterCommit(_ outcome: AfterCommit) {
    gathering.outcomes.append(outcome)
  }

  // Small durable things that need no entry of their own.

  /// Notes that the cursor of `account` moved.
  mutating func moveCursor(of account: AccountID, to id: EntryID) {
    gathering.batch.cursors[account] = id
  }

  /// Notes that the last session of `account` ended.
  mutating func setLastSeen(of account: AccountID, to time: WallTime) {
    gathering.batch.lastSeen[account] = time
  }

  /// Notes what the tokens of `account` are from now on; nil for none.
  mutating func storeTokens(_ tokens: ResumeTokens.Line?, of account: AccountID) {
    gathering.batch.tokens.updateValue(tokens, forKey: account)
  }

  /// Notes that this need not be stored any longer.
  mutating func forget(_ forgotten: Forgotten) {
    gathering.batch.forgotten.append(forgotten)
  }
}
