import ChatCore

// What happens around the room: the disk, slow readers, the password queue, the depot.
extension RoomHarness {
  /// Does what the operator asks for; a proposal gets its place in the log.
  public mutating func administer(
    _ body: (_ room: inout Room, _ now: Moment, _ effects: inout [Effect]) throws -> Proposal?
  ) rethrows {
    var effects: [Effect] = []
    let proposal = try body(&room, clock.now, &effects)
    settle(proposal.map { .propose($0) } ?? .settled, effects)
    if isPrompt { commit() }
  }

  /// The disk begins to write what is gathered, if it is idle.
  public mutating func beginCommit() {
    guard committing == nil, !gathering.isEmpty else { return }
    for case let origin? in gathering.log.records.map(\.origin) {
      let run = RunKey(account: origin.account, run: origin.request.run)
      gathering.log.runs[run] = room.progress(of: run)
    }
    committing = gathering
    gathering = Batch()
  }

  /// What the disk was writing is on it.
  public mutating func endCommit() {
    guard let ended = committing else { return }
    committing = nil
    store.commit(ended.log)
    if let bound = ended.log.idBound {
      ids.grant(bound)
    }
    if let last = ended.log.records.last {
      room.committed(through: last.id)
      showCommitted()
    }
    for outcome in ended.outcomes {
      if outcome.newcomer != nil {
        var effects: [Effect] = []
        room.newcomerStored(outcome, at: clock.now, effects: &effects)
        carryOut(effects)
      } else {
        answer(outcome, outcome.reply)
      }
      depot.subtract(outcome.discardOnSuccess)
    }
    grantIDs()
  }

  /// Everything decided on so far reaches the disk, and who may see it.
  public mutating func commit() {
    endCommit()
    beginCommit()
    endCommit()
    while hasMoreToShow {
      showCommitted()
    }
  }

  /// The next portion of what was committed goes to those who read live.
  public mutating func showCommitted() {
    var effects: [Effect] = []
    hasMoreToShow = room.showCommitted { effects.append(.deliver($0, to: $1)) }
    carryOut(effects)
  }

  /// What the disk was writing does not get there, nor does what was gathered on top of it; the room is read-only.
  public mutating func failCommit() {
    stretch += 1
    beginCommit()
    let failed = (committing?.outcomes ?? []) + gathering.outcomes
    // As the server does: what claims nothing to anybody is kept.
    var standings = Batch()
    for batch in [committing, gathering].compactMap(\.self) {
      standings.log.cursors.merge(batch.log.cursors) { $1 }
      standings.log.lastSeen.merge(batch.log.lastSeen) { $1 }
    }
    committing = nil
    gathering = standings
    ids.requestFailed()
    var effects: [Effect] = []
    room.recover(store.stateWithMail, at: clock.now, effects: &effects)
    for outcome in failed {
      answer(outcome, room.replyAfterFailure(outcome))
      depot.subtract(outcome.discardOnFailure)
    }
    room.enterReadOnly(.full, effects: &effects)
    carryOut(effects)
    grantIDs()
  }

  /// There is room on the disk again.
  public mutating func leaveReadOnly() {
    commit()
    var effects: [Effect] = []
    room.leaveReadOnly(effects: &effects)
    carryOut(effects)
  }

  /// Answers a page read: the one asked for first unless told otherwise.
  public mutating func deliverPage(at index: Int = 0, limit: Int = 256) {
    guard pendingPages.indices.contains(index) else { return }
    let asked = pendingPages.remove(at: index)
    let page = store.page(of: asked.account, after: asked.after, through: asked.through, limit: limit)
    var effects: [Effect] = []
    room.pageRead(asked.session, page, effects: &effects)
    carryOut(effects)
  }

  /// Answers the reading of the past that was asked for first.
  public mutating func deliverPast() {
    guard !pendingPasts.isEmpty else { return }
    let asked = pendingPasts.removeFirst()
    var effects: [Effect] = []
    room.pastRead(asked.session, store.past(asked.query), effects: &effects)
    carryOut(effects)
  }

  /// The page asked for first can't be read.
  public mutating func failPage() {
    guard !pendingPages.isEmpty else { return }
    var effects: [Effect] = []
    room.pageFailed(pendingPages.removeFirst().session, effects: &effects)
    carryOut(effects)
  }

  /// From now on what goes to live sessions does not get through to this one, until it has drained.
  public mutating func stick(_ session: SessionID) {
    inboxes[session]?.isStuck = true
  }

  /// The room hears that a live session took too little.
  public mutating func hearLag(at index: Int = 0) {
    guard pendingLags.indices.contains(index) else { return }
    let lag = pendingLags.remove(at: index)
    room.lagging(lag.session, after: lag.after)
  }

  /// Everything queued for `session` has gone out.
  public mutating func drain(_ session: SessionID) {
    guard let index = pendingDrains.firstIndex(of: session) else { return }
    pendingDrains.remove(at: index)
    if let lag = pendingLags.firstIndex(where: { $0.session == session }) {
      hearLag(at: lag)
    }
    inboxes[session]?.isStuck = false
    var effects: [Effect] = []
    room.drained(session, effects: &effects)
    carryOut(effects)
  }

  /// The password queue answers `session`; nothing when it was not asked.
  public mutating func answerPassword(of session: SessionID) {
    guard let index = pendingPasswords.firstIndex(where: { $0.session == session }) else { return }
    var effects: [Effect] = []
    let decision =
      switch pendingPasswords.remove(at: index) {
      case .check(_, let password, let verifier):
        room.passwordChecked(
          session, isRight: Self.matches(password, verifier), at: clock.now, effects: &effects)
      case .ask(_, _, let name, let password):
        askCommand(session, name: name, password: password, &effects)
      case .hash(_, let password):
        room.passwordHashed(session, verifier(of: password), at: clock.now, effects: &effects)
      case .replace(_, let old, let new, let replaced):
        room.passwordReplaced(
          session, Self.matches(old, replaced) ? verifier(of: new) : nil, at: clock.now, effects: &effects)
      }
    settle(decision, effects)
  }

  private mutating func askCommand(
    _ session: SessionID, name: String, password: String, _ effects: inout [Effect]
  ) -> Decision {
    guard let commandTrouble else {
      return room.passwordChecked(
        session, isRight: passwordsElsewhere[name] == password, at: clock.now, effects: &effects)
    }
    room.passwordNotChecked(session, reason: commandTrouble, at: clock.now, effects: &effects)
    return .settled
  }

  /// The password that was to be hashed anew first is hashed.
  public mutating func answerRehash() {
    guard !pendingRehashes.isEmpty else { return }
    let work = pendingRehashes.removeFirst()
    settle(room.passwordRehashed(work.account, verifier(of: work.password), replacing: work.replacing))
  }

  /// The password queue is too busy to answer `session`.
  public mutating func refusePassword(of session: SessionID) {
    guard let index = pendingPasswords.firstIndex(where: { $0.session == session }) else { return }
    pendingPasswords.remove(at: index)
    var effects: [Effect] = []
    room.passwordRefused(session, at: clock.now, effects: &effects)
    carryOut(effects)
  }

  /// The digest that `finishUpload` claims.
  public static let digest = [UInt8](repeating: 7, count: 32)

  /// Presses a key that the client tells of.
  public mutating func typed(_ session: SessionID) {
    room.typed(in: session, at: clock.now)
  }

  /// All bytes of the upload came and are on disk.
  public mutating func finishUpload(_ session: SessionID, _ transfer: TransferID, digest: [UInt8] = digest) {
    guard let file = uploads[session]?.removeValue(forKey: transfer) else { return }
    storeUpload(file, digest: digest)
  }

  /// All bytes of an upload came and are on disk, whatever has become of its connection.
  public mutating func storeUpload(_ file: FileID, digest: [UInt8] = digest) {
    parked.remove(file)
    depot.insert(file)
    var effects: [Effect] = []
    let decision = room.uploadStored(file, digest: digest, at: clock.now, effects: &effects)
    settle(decision, effects)
  }

  /// The bytes of the upload are not those that were sent.
  public mutating func spoilUpload(_ session: SessionID, _ transfer: TransferID) {
    guard let file = uploads[session]?.removeValue(forKey: transfer) else { return }
    failUpload(file)
  }

  /// An upload came to nothing, whatever has become of its connection.
  public mutating func failUpload(_ file: FileID) {
    parked.remove(file)
    var effects: [Effect] = []
    room.uploadFailed(file, at: clock.now, effects: &effects) { .fileDamaged($0) }
    carryOut(effects)
  }

  /// The depot is done with a parked upload, of which the room has not heard yet.
  public mutating func forgetParked(_ file: FileID) {
    parked.remove(file)
  }

  /// All bytes of the download went out, or it failed for `reason`.
  public mutating func endDownload(_ session: SessionID, _ transfer: TransferID, reason: String? = nil) {
    guard downloads[session]?.removeValue(forKey: transfer) != nil else { return }
    var effects: [Effect] = []
    room.downloadEnded(session, transfer, reason: reason, at: clock.now, effects: &effects)
    carryOut(effects)
  }

  private mutating func answer(_ outcome: AfterCommit, _ reply: Reply) {
    if let session = outcome.session, inboxes[session]?.isClosed == false {
      inboxes[session]?.append(.reply(number: outcome.number, reply))
    }
  }

  /// Whether `verifier` was made of `password`.
  public static func matches(_ password: String, _ verifier: PasswordVerifier?) -> Bool {
    verifier?.hash == padded(password)
  }

  /// What is stored of `password` in a room of these settings.
  public func verifier(of password: String) -> PasswordVerifier {
    guard let verifier = PasswordVerifier(cost: settings.passwordCost, salt: [1], hash: Self.padded(password)) else {
      preconditionFailure("16 to 64 bytes are a hash")
    }
    return verifier
  }

  private static func padded(_ password: String) -> [UInt8] {
    let bytes = Array(password.utf8.prefix(64))
    return bytes + [UInt8](repeating: 0, count: max(0, 16 - bytes.count))
  }
}
