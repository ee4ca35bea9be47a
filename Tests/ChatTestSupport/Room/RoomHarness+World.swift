import ChatCore

// What happens around the room: the disk, slow readers, the password queue, the depot.
extension RoomHarness {
  /// Does what the operator asks for; a proposal gets its place in the log.
  public mutating func administer(
    _ body: (_ room: inout Room, _ turn: inout Turn) throws -> Proposal?
  ) throws {
    var failure: (any Error)?
    turn { harness in
      let now = harness.clock.now
      _ = try? harness.engine.administer(at: now) { room, turn in
        do {
          return try body(&room, &turn).map { [$0] } ?? []
        } catch {
          failure = error
          return []
        }
      }
    }
    if let failure { throw failure }
  }

  /// Whether the disk is writing.
  public var isCommitting: Bool { committing != nil }
  /// Whether something waits for it.
  public var isGathering: Bool { engine.isGathering }
  /// Whether a portion of what was committed is still to be shown.
  public var hasMoreToShow: Bool { engine.isShowing }

  /// The disk begins to write what is gathered, if it is idle.
  public mutating func beginCommit() {
    beginCommit(at: clock.now)
  }

  private mutating func beginCommit(at now: Moment) {
    guard let batch = engine.batchToCommit(at: now) else { return carryOut() }
    committing = batch
    carryOut()
  }

  /// What the disk was writing is on it.
  public mutating func endCommit() {
    guard let ended = committing else { return }
    committing = nil
    store.commit(ended)
    var shown: [(DeliveredMessage, Audience)] = []
    engine.committed(at: clock.now) { shown.append(($0, $1)) }
    for (message, audience) in shown { deliver(message, to: audience) }
    carryOut()
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
    var shown: [(DeliveredMessage, Audience)] = []
    engine.show { shown.append(($0, $1)) }
    for (message, audience) in shown { deliver(message, to: audience) }
  }

  /// What the disk was writing does not get there, nor does what was gathered on top of it; the room is read-only.
  public mutating func failCommit() {
    stretch += 1
    if committing == nil {
      // Where nothing is to be written, the next try fails.
      beginCommit(at: later)
    }
    committing = nil
    engine.failed(.full, state: store.stateWithMail, at: clock.now)
    carryOut()
  }

  /// There is room on the disk again, and the next try finds it.
  public mutating func leaveReadOnly() {
    endCommit()
    beginCommit(at: later)
    endCommit()
  }

  /// The disk has not answered for long.
  public mutating func noteSilentDisk() {
    if committing == nil { beginCommit(at: later) }
    pass(2)
  }

  /// When something that can't be stored is tried again.
  private var later: Moment {
    Moment(uptime: clock.now.uptime.advanced(bySeconds: 1), wall: clock.now.wall)
  }

  /// Answers a page read: the one asked for first unless told otherwise.
  public mutating func deliverPage(at index: Int = 0, limit: Int = 256) {
    guard pendingPages.indices.contains(index) else { return }
    let asked = pendingPages.remove(at: index)
    let page = store.page(of: asked.account, after: asked.after, through: asked.through, limit: limit)
    take(.pageRead(asked.session, page))
  }

  /// Answers the reading of the past that was asked for first.
  public mutating func deliverPast() {
    guard !pendingPasts.isEmpty else { return }
    let asked = pendingPasts.removeFirst()
    take(.pastRead(asked.session, store.past(asked.query)))
  }

  /// The page asked for first can't be read.
  public mutating func failPage() {
    guard !pendingPages.isEmpty else { return }
    take(.pageRead(pendingPages.removeFirst().session, nil))
  }

  /// From now on what goes to live sessions does not get through to this one, until it has drained.
  public mutating func stick(_ session: SessionID) {
    inboxes[session]?.isStuck = true
  }

  /// The room hears that a live session took too little.
  public mutating func hearLag(at index: Int = 0) {
    guard pendingLags.indices.contains(index) else { return }
    let lag = pendingLags.remove(at: index)
    take(.lagging(lag.session, after: lag.after))
  }

  /// Everything queued for `session` has gone out.
  public mutating func drain(_ session: SessionID) {
    guard let index = pendingDrains.firstIndex(of: session) else { return }
    pendingDrains.remove(at: index)
    if let lag = pendingLags.firstIndex(where: { $0.session == session }) {
      hearLag(at: lag)
    }
    inboxes[session]?.isStuck = false
    take(.drained(session))
  }

  /// The password queue answers `session`; nothing when it was not asked.
  public mutating func answerPassword(of session: SessionID) {
    guard let index = pendingPasswords.firstIndex(where: { $0.session == session }) else { return }
    switch pendingPasswords.remove(at: index) {
    case .check(_, let password, let verifier):
      take(.passwordChecked(session, isRight: Self.matches(password, verifier)))
    case .ask(_, _, let name, let password):
      if let commandTrouble {
        take(.passwordNotChecked(session, reason: commandTrouble))
      } else {
        take(.passwordChecked(session, isRight: passwordsElsewhere[name] == password))
      }
    case .hash(_, let password):
      take(.passwordHashed(session, verifier(of: password)))
    case .replace(_, let old, let new, let replaced):
      take(.passwordReplaced(session, Self.matches(old, replaced) ? verifier(of: new) : nil))
    }
  }

  /// The password that was to be hashed anew first is hashed.
  public mutating func answerRehash() {
    guard !pendingRehashes.isEmpty else { return }
    let work = pendingRehashes.removeFirst()
    take(.passwordRehashed(work.account, verifier(of: work.password), replacing: work.replacing))
  }

  /// The password queue is too busy to answer `session`.
  public mutating func refusePassword(of session: SessionID) {
    guard let index = pendingPasswords.firstIndex(where: { $0.session == session }) else { return }
    pendingPasswords.remove(at: index)
    take(.passwordRefused(session))
  }

  /// The digest that `finishUpload` claims.
  public static let digest = [UInt8](repeating: 7, count: 32)

  /// Presses a key that the client tells of.
  public mutating func typed(_ session: SessionID) {
    take(.typing(session))
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
    take(.uploadStored(file, digest: digest))
  }

  /// The bytes of the upload are not those that were sent.
  public mutating func spoilUpload(_ session: SessionID, _ transfer: TransferID) {
    guard let file = uploads[session]?.removeValue(forKey: transfer) else { return }
    failUpload(file)
  }

  /// An upload came to nothing, whatever has become of its connection.
  public mutating func failUpload(_ file: FileID) {
    parked.remove(file)
    take(.uploadFailed(file) { .fileDamaged($0) })
  }

  /// The depot is done with a parked upload, of which the room has not heard yet.
  public mutating func forgetParked(_ file: FileID) {
    parked.remove(file)
  }

  /// All bytes of the download went out, or it failed for `reason`.
  public mutating func endDownload(_ session: SessionID, _ transfer: TransferID, reason: String? = nil) {
    guard downloads[session]?.removeValue(forKey: transfer) != nil else { return }
    take(.downloadEnded(session, transfer, reason: reason))
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
