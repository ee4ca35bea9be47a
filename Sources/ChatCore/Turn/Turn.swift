/// One turn of an engine, in which it takes one input: when that is, what holds then, what follows from it, and where random
/// numbers, ids and digests come from meanwhile.
public struct Turn: Sendable {
  /// When it is.
  public internal(set) var now: Moment
  /// The four live parameters.
  public internal(set) var parameters: Parameters
  /// All other settings.
  public internal(set) var settings: Settings
  /// What can be done now.
  var mode = Mode.open
  /// What is to be carried out, in this order.
  var effects: [Effect] = []
  /// What goes to disk with the next commit, and who waits for that.
  var gathering = PendingCommit()
  /// Where changes get their places.
  var log: EntryLog
  /// Counts for `status`.
  var statistics = EngineStatistics()
  let secrets: Secrets

  enum Mode: Hashable, Sendable {
    case open
    /// Nothing can be stored, and nothing is taken that would have to be.
    case readOnly(StorageTrouble)
    /// The server stops: nothing more is decided on. When it restarts, what is asked for now is not answered, and sent
    /// again then.
    case stopping(restarts: Bool)
  }

  init(parameters: Parameters, settings: Settings, log: EntryLog, secrets: Secrets, at now: Moment) {
    self.now = now
    self.parameters = parameters
    self.settings = settings
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

  /// Answers a request at once.
  mutating func reply(to caller: Caller, _ reply: Reply) {
    effects.append(.reply(caller.session, number: caller.number, reply))
  }

  /// Has a request answered when everything decided so far is on disk, or when that has failed.
  mutating func afterCommit(_ outcome: AfterCommit) {
    gathering.outcomes.append(outcome)
  }

  /// The reason why nothing is taken that would have to be stored; nil while it can be.
  public var trouble: StorageTrouble? {
    if case .readOnly(let trouble) = mode { trouble } else { nil }
  }

  /// True while nothing more is decided on.
  var isStopping: Bool {
    if case .stopping = mode { true } else { false }
  }

  /// - Throws: `Refusal.readOnly` and `.stopping`.
  func requireWritable() throws(Refusal) {
    switch mode {
    case .open: return
    case .readOnly: throw .readOnly
    case .stopping: throw .stopping
    }
  }

  /// When somebody whose connection is lost now is waited for no more.
  var endOfGrace: Uptime {
    now.uptime.advanced(bySeconds: settings[.resumeGrace])
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

/// The sender of a request, and the number that the answer to it bears.
struct Caller: Sendable {
  let session: SessionID
  let number: UInt64
}
