/// One turn of an engine, in which it takes one input: when that is, what follows from it, and where random numbers, ids
/// and digests come from meanwhile.
public struct Turn: Sendable {
  /// When it is.
  public internal(set) var now: Moment
  /// What is to be carried out, in this order.
  var effects: [Effect] = []
  /// What goes to disk with the next commit, and who waits for that.
  var gathering = PendingCommit()
  /// Where changes get their places.
  var log: EntryLog
  /// Counts for `status`.
  var statistics = EngineStatistics()
  let secrets: Secrets

  init(log: EntryLog, secrets: Secrets, at now: Moment) {
    self.now = now
    self.log = log
    self.secrets = secrets
  }

  /// Has `effect` carried out after those that are there.
  mutating func append(_ effect: Effect) {
    effects.append(effect)
  }

  /// Has `proposal` put into the log: one of this server's own carries it out at the end of this turn, before anything else
  /// happens.
  mutating func propose(_ proposal: consuming Proposal) {
    log.submit(proposal)
  }

  /// Answers request `number` of `session` at once.
  mutating func reply(_ session: SessionID, _ number: UInt64, _ reply: Reply) {
    effects.append(.reply(session, number: number, reply))
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
