import ChatCore

// Decisions and effects are carried out as the server's room queue and its shards do.
extension RoomHarness {
  /// Gives a decision of the room its place in the log, if it needs one, and carries out what follows.
  public mutating func settle(_ decision: Decision, _ effects: [Effect] = []) {
    carryOut(effects)
    var effects: [Effect] = []
    switch decision {
    case .settled:
      return
    case .propose(let proposal):
      let record = LogRecord(
        id: ids.take(), time: clock.now.wall, entry: proposal.entry, origin: proposal.origin)
      gathering.log.records.append(record)
      history.append((stretch, record))
      room.apply(record, of: proposal, at: clock.now, effects: &effects)
    case .proposeUpload(let offer):
      room.beginUpload(offer, as: FileID(rawValue: ids.take().rawValue), effects: &effects)
    case .checkToken(let token):
      room.shown(token, digest: Self.digest(of: token.bytes), at: clock.now, effects: &effects)
    case .makeToken(let wish):
      lastToken += 1
      let token = withUnsafeBytes(of: lastToken.bigEndian) { [UInt8](repeating: 7, count: 24) + $0 }
      room.issue(token, digest: Self.digest(of: token), for: wish, effects: &effects)
    }
    carryOut(effects)
    if isPrompt {
      commit()
    }
  }

  mutating func carryOut(_ effects: [Effect]) {
    for effect in effects {
      carryOut(effect)
    }
    // Answers that wait for what is on disk already need no entry of their own.
    if isPrompt, gathering.log.records.isEmpty, !gathering.outcomes.isEmpty {
      commit()
    }
  }

  private mutating func carryOut(_ effect: Effect) {
    switch effect {
    case .reply(let session, let number, let reply): send(.reply(number: number, reply), to: session)
    case .afterCommit(let outcome): gathering.outcomes.append(outcome)
    case .event(let session, let event): send(.event(event), to: session)
    case .eventToAll(let event):
      for session in live where inboxes[session]?.isStuck == false {
        send(.event(event), to: session)
      }
    case .deliver(let message, let audience): deliver(message, to: audience)
    case .goLive(let session): goLive(session)
    case .awaitDrain(let session):
      pendingDrains.append(session)
      if isPrompt { drain(session) }
    case .readPage(let session, let account, let after, let through):
      pendingPages.append(PageRead(session: session, account: account, after: after, through: through))
      if isPrompt { deliverPage() }
    case .readPast(let session, let query):
      pendingPasts.append((session, query))
      if isPrompt { deliverPast() }
    case .checkPassword(let session, let password, let verifier):
      pendingPasswords.append(.check(session, password: password, against: verifier))
      if !holdsPasswords { answerPassword(of: session) }
    case .askCommand(let session, let command, let name, let password):
      pendingPasswords.append(.ask(session, command, name: name, password: password))
      if !holdsPasswords { answerPassword(of: session) }
    case .hashPassword(let session, let password):
      pendingPasswords.append(.hash(session, password: password))
      if !holdsPasswords { answerPassword(of: session) }
    case .replacePassword(let session, let old, let new, let verifier):
      pendingPasswords.append(.replace(session, old: old, new: new, against: verifier))
      if !holdsPasswords { answerPassword(of: session) }
    case .rehashPassword(let account, let password, _, let replacing):
      pendingRehashes.append(Rehash(account: account, password: password, replacing: replacing))
      if !holdsPasswords { answerRehash() }
    case .close(let session): cutOff(session)
    case .beginUpload(let session, let transfer, let file, _): uploads[session, default: [:]][transfer] = file
    case .parkUpload(let session, let transfer, let file):
      uploads[session]?[transfer] = nil
      parked.insert(file)
    case .resumeUpload(let session, let transfer, let file):
      guard parked.remove(file) != nil else { break }
      uploads[session, default: [:]][transfer] = file
      var effects: [Effect] = []
      room.uploadResumed(session, transfer, file, offset: Self.parkedBytes, effects: &effects)
      carryOut(effects)
    case .beginDownload(let session, let transfer, let file, _, let offset):
      offsets[file] = offset
      downloads[session, default: [:]][transfer] = file
    case .cancelTransfer(let session, let transfer):
      uploads[session]?[transfer] = nil
      downloads[session]?[transfer] = nil
    case .discardBytes(let file):
      depot.remove(file)
      parked.remove(file)
    case .moveCursor(let account, let id): gathering.log.cursors[account] = id
    case .setLastSeen(let account, let time): gathering.log.lastSeen[account] = time
    case .storeTokens(let account, let tokens): gathering.log.tokens.updateValue(tokens, forKey: account)
    case .forget(let forgotten): gathering.log.forgotten.append(forgotten)
    case .slowDown(let session, let nanoseconds): slowedDown[session] = nanoseconds
    case .log(let event): logged.append(event)
    case .admit: break
    }
  }

  private mutating func send(_ frame: Inbox.Frame, to session: SessionID) {
    guard inboxes[session]?.isClosed == false else { return }
    inboxes[session]?.append(frame)
  }

  private mutating func goLive(_ session: SessionID) {
    guard let inbox = inboxes[session], !inbox.isClosed, !inbox.isLive else { return }
    inboxes[session]?.isLive = true
    live.append(session)
    live.sort { $0.rawValue < $1.rawValue }
  }

  private mutating func deliver(_ message: DeliveredMessage, to audience: Audience) {
    switch audience {
    case .everyone(let except):
      for session in live where !except.contains(session) {
        deliverLive(message, to: session)
      }
    case .live(let session):
      if inboxes[session]?.isLive == true {
        deliverLive(message, to: session)
      }
    case .reader(let session):
      send(.event(.message(message)), to: session)
    }
  }

  private mutating func deliverLive(_ message: DeliveredMessage, to session: SessionID) {
    guard inboxes[session]?.isStuck == true else {
      inboxes[session]?.append(.event(.message(message)))
      return
    }
    inboxes[session]?.isLive = false
    live.removeAll { $0 == session }
    pendingLags.append((session, message.id.advanced(by: -1)))
    pendingDrains.append(session)
    if isPrompt {
      hearLag(at: pendingLags.count - 1)
    }
  }
}
