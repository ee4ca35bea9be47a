// Group commit: the disk writes one batch while the next one fills; then the batch's messages are shown and its requests
// answered.
extension Engine {
  /// So many bytes may wait for their commit, or to be shown after it, before nothing more should be read.
  static let maximumHeldBytes = 8 * 1024 * 1024
  /// After so many seconds without an answer of the disk people are told.
  static let silentDisk = 2.0
  /// How long a full disk is left alone before the next try, in seconds.
  static let probeInterval = 1.0

  /// About how many bytes wait for a commit, the running one too.
  public var uncommittedBytes: Int {
    turn.gathering.bytes + (committing?.bytes ?? 0)
  }

  /// Whether so much waits that nothing more should be read.
  public var isFull: Bool {
    uncommittedBytes + unshownBytes > Self.maximumHeldBytes
  }

  /// Whether the disk has a batch, of which nothing is known yet.
  public var isCommitting: Bool {
    committing != nil
  }

  /// The entries that wait for the next commit.
  public var gatheredRecords: [LogRecord] {
    turn.gathering.batch.records
  }

  /// Whether anything waits for the next commit.
  public var isGathering: Bool {
    !turn.gathering.isEmpty
  }

  /// Whether everything decided on is on disk, or can't be put there now.
  public var isIdle: Bool {
    committing == nil && (!isGathering || nextProbe != nil)
  }

  /// The batch that the disk shall write now, after a turn; nil where nothing waits for it or it has one. While nothing can
  /// be stored it is tried once a second. Effects may follow.
  public mutating func batchToCommit(at now: Moment) -> LogBatch? {
    guard committing == nil else { return nil }
    turn.now = now
    if let nextProbe {
      guard nextProbe <= now.uptime else { return nil }
      // It writes what is true anyway: cursors, and a new bound of ids.
      self.nextProbe = now.uptime.advanced(bySeconds: Self.probeInterval)
      turn.gathering.batch.idBound = turn.log.ids.boundToProbe()
    } else if !turn.log.isShared, let bound = turn.log.ids.boundToCommit() {
      turn.gathering.batch.idBound = bound
    }
    guard isGathering else { return nil }
    if turn.gathering.batch.isEmpty {
      // Only answers wait, and everything they wait for is on disk.
      finish(takeGathered(), at: now)
      return nil
    }
    turn.gathering.note(room.messaging.runs)
    let pending = takeGathered()
    commitBegan = now.uptime
    committing = pending
    return pending.batch
  }

  /// The batch is on disk: what it holds goes to `deliver`, and its requests are answered.
  public mutating func committed(at now: Moment, deliver: (DeliveredMessage, Audience) -> Void) {
    guard let ended = committing else { return }
    turn.now = now
    committing = nil
    diskAnswered()
    turn.statistics.commits += 1
    if let bound = ended.batch.idBound {
      turn.log.ids.grant(bound)
    }
    if let last = ended.batch.records.last {
      turn.log.committed = max(turn.log.committed, last.id)
      unshownBytes += ended.bytes
      if !isShowing { show(deliver) }
    }
    finish(ended, at: now)
    if nextProbe != nil {
      nextProbe = nil
      leaveReadOnly()
    }
  }

  /// Hands the next portion of what is on disk to `deliver`; `isShowing` says whether one more follows, which should wait
  /// until this one is written to those who read it.
  public mutating func show(_ deliver: (DeliveredMessage, Audience) -> Void) {
    isShowing = room.showCommitted(through: turn.log.committed, deliver)
    if !isShowing { unshownBytes = 0 }
  }

  /// Nothing of the batch, nor of what was gathered on top of it, has happened, because of `trouble`: who waits is told so,
  /// and everything is again as the store has it, which is `state`.
  public mutating func failed(_ trouble: StorageTrouble, state: DurableState, at now: Moment) {
    turn.now = now
    let ended = committing ?? PendingCommit()
    committing = nil
    diskAnswered()
    turn.statistics.failedCommits += 1
    let gathered = takeGathered()
    turn.gathering.keepStandings(of: gathered)
    turn.gathering.keepStandings(of: ended)
    room.recover(state, turn: &turn)
    for outcome in ended.outcomes + gathered.outcomes {
      if let caller = outcome.caller {
        turn.reply(to: caller, room.replyAfterFailure(outcome, to: caller))
      }
      for file in outcome.discardOnFailure { turn.append(.discardBytes(file)) }
    }
    turn.log.ids.requestFailed()
    enterReadOnly(trouble)
    nextProbe = now.uptime.advanced(bySeconds: Self.probeInterval)
    for ticket in ended.tickets + gathered.tickets { settled(ticket, isStored: false, at: now) }
  }

  /// Tells people when the disk has not answered for long.
  mutating func lookAtDisk(at now: Moment) {
    guard committing != nil, commitBegan.advanced(bySeconds: Self.silentDisk) <= now.uptime else { return }
    diskIsSilent()
  }

  private mutating func takeGathered() -> PendingCommit {
    var gathered = PendingCommit()
    swap(&gathered, &turn.gathering)
    return gathered
  }

  private mutating func finish(_ ended: PendingCommit, at now: Moment) {
    for outcome in ended.outcomes {
      if outcome.newcomer != nil {
        room.admission.newcomerStored(outcome, people: &room.people, turn: &turn)
      } else if let caller = outcome.caller {
        turn.reply(to: caller, outcome.reply)
      }
      for file in outcome.discardOnSuccess { turn.append(.discardBytes(file)) }
    }
    place()
    for ticket in ended.tickets { settled(ticket, isStored: true, at: now) }
  }

  /// The disk has not answered for long: what is sent is not stored, and so not shown, until it does.
  private mutating func diskIsSilent() {
    guard !isDiskSilent else { return }
    isDiskSilent = true
    guard !turn.isStopping else { return }
    room.announce(
      "The server's disk does not answer. What you send is stored and shown as soon as it does.", turn: &turn)
    turn.append(.log(.diskSilent))
  }

  /// The disk has answered, whatever it said.
  private mutating func diskAnswered() {
    guard isDiskSilent else { return }
    isDiskSilent = false
    guard !turn.isStopping else { return }
    room.announce("The server's disk answers again.", turn: &turn)
    turn.append(.log(.diskAnswers))
  }

  /// Nothing can be stored: nothing that would have to be is taken until `leaveReadOnly`. May be said again with another
  /// trouble.
  mutating func enterReadOnly(_ trouble: StorageTrouble) {
    switch turn.mode {
    case .stopping, .readOnly(trouble):
      return
    case .open:
      room.messaging.runs.expectGaps()
      room.announce(
        "The server can't store anything new for now: what you send is refused until it can.", turn: &turn)
    case .readOnly:
      break
    }
    turn.mode = .readOnly(trouble)
    turn.append(.log(.readOnly(trouble)))
  }

  /// What is decided on can be stored again.
  private mutating func leaveReadOnly() {
    guard case .readOnly = turn.mode else { return }
    turn.mode = .open
    room.announce("The server can store messages again.", turn: &turn)
    turn.append(.log(.writable))
  }
}
