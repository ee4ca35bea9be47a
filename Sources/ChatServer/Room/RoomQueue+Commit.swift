import ChatCore
import ChatStore
import Dispatch

// Group commit: the journal commits one batch while the next one fills; then the batch's messages and replies go out.
extension RoomQueue {
  /// How long a full disk is left alone before the next try, in seconds.
  private static let probeInterval = 1.0
  /// After so many seconds without an answer of the disk people are told.
  static let silentDisk = 2.0

  /// Hands the gathered batch to the journal if that is idle. On the room's queue.
  func commitIfIdle(at now: Moment) {
    guard committing == nil, probe == nil, !letsShardsGoFirst else { return }
    if let bound = ids.boundToCommit() {
      gathering.batch.idBound = bound
    }
    guard !gathering.isEmpty else { return }
    if gathering.batch.isEmpty {
      // Only answers wait, and everything they wait for is on disk.
      let answers = gathering
      gathering = PendingCommit()
      finish(answers)
      return
    }
    commitGathered()
  }

  /// Calls `watcher` on the room's queue when everything decided so far is on disk, or when that has failed.
  func whenCommitted(_ watcher: @escaping @Sendable (_ isStored: Bool) -> Void) {
    dispatchPrecondition(condition: .onQueue(queue))
    gathering.watchers.append(watcher)
  }

  private func commitGathered() {
    gathering.noteRuns(of: room)
    let batch = gathering.batch
    committing = gathering
    commitBegan = SystemClock.now().uptime
    gathering = PendingCommit()
    journal.commit(batch, on: queue) { [unowned self] outcome in
      commitEnded(outcome)
    }
  }

  private func commitEnded(_ outcome: Journal.Outcome) {
    guard !hasFailed, let ended = committing else { return }
    committing = nil
    let now = SystemClock.now()
    room.diskAnswered(effects: &effects)
    carryOut(at: now)
    switch outcome {
    case .committed:
      statistics.commits += 1
      if let bound = ended.batch.idBound {
        ids.grant(bound)
      }
      if let last = ended.batch.records.last {
        room.committed(through: last.id)
        unshownBytes += ended.bytes
        showCommitted()
      }
      finish(ended)
      if probe != nil {
        probe?.cancel()
        probe = nil
        room.leaveReadOnly(effects: &effects)
        carryOut(at: now)
      }
    case .failed(let error, let state):
      commitFailed(error, state, ended, at: now)
    }
    letsShardsGoFirst = sharesThread
    finishTurn(at: now)
    if letsShardsGoFirst { commitAfterShards() }
  }

  /// Where one thread does everything, what was shown and answered is written before the next commit begins, and what is read
  /// then, for as long as that brings more, is in it: fewer and larger commits take less of the thread.
  private func commitAfterShards(gathered: Int = 0, rounds: Int = 4) {
    shards.passedThrough(on: queue) { [unowned self] in
      // Behind what the shard has read.
      queue.async { [self] in
        let count = gathering.batch.records.count
        guard count <= gathered || rounds == 1 else {
          return commitAfterShards(gathered: count, rounds: rounds - 1)
        }
        letsShardsGoFirst = false
        finishTurn(at: SystemClock.now())
      }
    }
  }

  /// Delivers what is on disk, a portion at a time: the next one when the shards have written the one before.
  private func showCommitted() {
    guard !isShowing else { return }
    isShowing = room.showCommitted { deliver($0, to: $1) }
    guard isShowing else {
      unshownBytes = 0
      return
    }
    post(orders.take(ready: []))
    shards.passedThrough(on: queue) { [unowned self] in
      guard !hasFailed else { return }
      isShowing = false
      showCommitted()
      finishTurn(at: SystemClock.now())
    }
  }

  /// Tells people when the disk has not answered for long.
  func lookAtDisk(at now: Moment) {
    guard committing != nil, commitBegan.advanced(bySeconds: Self.silentDisk) <= now.uptime else { return }
    room.diskIsSilent(effects: &effects)
    carryOut(at: now)
  }

  private func finish(_ ended: PendingCommit) {
    for index in ended.outcomes.indices {
      finish(ended.outcomes[index])
    }
    for watcher in ended.watchers {
      watcher(true)
    }
  }

  private func finish(_ outcome: AfterCommit) {
    if outcome.newcomer != nil {
      let now = SystemClock.now()
      room.newcomerStored(outcome, at: now, effects: &effects)
      carryOut(at: now)
    } else if let session = outcome.session {
      answer(session, outcome.number, outcome.reply)
    }
    if !outcome.discardOnSuccess.isEmpty {
      depot.discard(outcome.discardOnSuccess)
    }
  }

  /// Nothing of the batch, nor of what was gathered on top of it, has happened: tell so, and go back to what the store
  /// holds.
  private func commitFailed(_ error: StoreError, _ state: DurableState?, _ ended: PendingCommit, at now: Moment) {
    statistics.failedCommits += 1
    if case .syncFailed = error {
      return fail(error)
    }
    // Without the store's own word nobody can tell what of the room's memory is true.
    guard let state else {
      return fail(error)
    }
    log.write(storeError: error, at: now.wall)
    room.recover(state, at: now, effects: &effects)
    var standings = PendingCommit()
    standings.keepStandings(of: gathering)
    standings.keepStandings(of: ended)
    let watchers = ended.watchers + gathering.watchers
    for outcome in ended.outcomes + gathering.outcomes {
      if let session = outcome.session {
        answer(session, outcome.number, room.replyAfterFailure(outcome))
      }
      if !outcome.discardOnFailure.isEmpty {
        depot.discard(outcome.discardOnFailure)
      }
    }
    gathering = standings
    ids.requestFailed()
    room.enterReadOnly(error.trouble, effects: &effects)
    carryOut(at: now)
    for watcher in watchers {
      watcher(false)
    }
    probeLater()
  }

  /// Nobody can tell what is on disk: nothing is committed, answered or delivered any more. On the room's queue.
  func fail(_ error: StoreError) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !hasFailed else { return }
    hasFailed = true
    onFatalError(error)
  }

  /// Tries in a while whether there is room again. The probe writes what is true anyway: cursors, and a new id bound.
  func probeLater() {
    guard probe == nil else { return }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + Self.probeInterval, repeating: Self.probeInterval)
    timer.setEventHandler { [unowned self] in
      guard committing == nil, !hasFailed else { return }
      gathering.batch.idBound = ids.boundToProbe()
      commitGathered()
    }
    timer.resume()
    probe = timer
  }
}
