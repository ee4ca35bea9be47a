import ChatCore

// Decisions and effects are carried out as the server's room queue and its shards do.
extension RoomHarness {
  /// Takes something that happens, and carries out what follows.
  mutating func take(_ input: Input) {
    turn { $0.engine.take(input, at: $0.clock.now) }
  }

  mutating func turn(_ body: (inout RoomHarness) -> Void) {
    let known = engine.gatheredRecords.count
    body(&self)
    history += engine.gatheredRecords.dropFirst(known).map { (stretch, $0) }
    depth += 1
    carryOut()
    depth -= 1
    if isPrompt, depth == 0 { commit() }
  }

  mutating func carryOut() {
    var effects: [Effect] = []
    engine.takeEffects(into: &effects)
    for effect in effects { carryOut(effect) }
  }

  private mutating func carryOut(_ effect: Effect) {
    switch effect {
    case .reply(let session, let number, let reply): send(.reply(number: number, reply), to: session)
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
      take(.uploadResumed(session, transfer, file, offset: Self.parkedBytes))
    case .beginDownload(let session, let transfer, let file, _, let offset):
      offsets[file] = offset
      downloads[session, default: [:]][transfer] = file
    case .cancelTransfer(let session, let transfer):
      uploads[session]?[transfer] = nil
      downloads[session]?[transfer] = nil
    case .discardBytes(let file):
      depot.remove(file)
      parked.remove(file)
    case .greet(_, let refusal): self.refusal = refusal
    case .settled, .stopped: break
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

  mutating func deliver(_ message: DeliveredMessage, to audience: Audience) {
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
