// What has its place in the log is carried out there. Something may have come before it that it does not agree with any more,
// where other servers write to the same log or somebody else was quicker; then it is refused in its place, by all servers
// alike.
extension Room {
  /// Something has its place in the log: what `server` proposed, at `time`. `sequel` is what follows here alone.
  mutating func accept(
    _ content: LogItem.Content, at time: WallTime, from server: ServerID, sequel: Proposal.Sequel, turn: inout Turn
  ) {
    switch turn.log.isShared ? outcome(of: content) : nil {
    case .done:
      if let caller = sequel.caller { turn.afterCommit(AfterCommit(caller: caller, reply: .doneBefore)) }
      return
    case .refused:
      return refuse(content, .refusedBefore, sequel: sequel, turn: &turn)
    case nil: break
    }
    do throws(Refusal) {
      try admit(content, at: time, maxCon: turn.parameters.maxCon)
    } catch {
      return refuse(content, error, sequel: sequel, turn: &turn)
    }
    carryOut(content, at: time, from: server, sequel: sequel, turn: &turn)
  }

  /// Puts a change into the log that has just been decided on: in a log of one's own nothing can come before it.
  mutating func proposeNow(_ proposal: Proposal, turn: inout Turn) {
    guard !turn.log.isShared else { return turn.propose(proposal) }
    carryOut(proposal.content, at: turn.now.wall, from: .only, sequel: proposal.sequel, turn: &turn)
  }

  private mutating func carryOut(
    _ content: LogItem.Content, at time: WallTime, from server: ServerID, sequel: Proposal.Sequel, turn: inout Turn
  ) {
    switch content {
    case .entry(let entry, let origin, let refused):
      let record = LogRecord(id: turn.log.ids.take(), time: time, entry: entry, origin: origin)
      if record.isMessage { turn.statistics.countMessage(at: turn.now.uptime) }
      if let origin {
        if turn.log.isShared {
          messaging.runs.accept(origin.request, of: origin.account, after: refused)
        } else {
          // All that the log has to know of the requests before it is known here.
          messaging.runs.advance(origin.account, to: origin.request)
        }
      }
      apply(record, sequel: sequel, turn: &turn)
      turn.gathering.append(record)
    case .passage(let passage):
      guard apply(passage, at: time, from: server, sequel: sequel, turn: &turn) else { return }
    }
    for effect in sequel.effects { turn.append(effect) }
  }

  /// What became of the request behind `content` before, through whichever server it went then. The request behind a file
  /// offered it long ago, and answers for itself.
  private func outcome(of content: LogItem.Content) -> RunProgress.Outcome? {
    guard case .entry(let entry, let origin?, _) = content else { return nil }
    if case .fileStored = entry { return nil }
    let run = RunKey(account: origin.account, run: origin.request.run)
    return messaging.runs.progress(of: run)?.outcome(of: origin.request.number)
  }

  /// What came in between has made it impossible.
  private mutating func refuse(
    _ content: LogItem.Content, _ refusal: Refusal, sequel: Proposal.Sequel, turn: inout Turn
  ) {
    if case .entry(_, let origin?, let refused) = content, refusal != .refusedBefore {
      messaging.runs.accept(origin.request, of: origin.account, after: refused, refused: true)
    }
    for file in sequel.discardOnFailure { turn.append(.discardBytes(file)) }
    guard let caller = sequel.caller else { return }
    if case .passage(.entered(let account, _, _, _)) = content {
      _ = people.takePending(of: caller.session)
      people.logRefusedLogIn(people.accounts[account]?.name, refusal, from: caller.session, turn: &turn)
      people.refuseLogIn(caller, refusal, turn: &turn)
    } else {
      turn.reply(to: caller, .refused(refusal))
    }
  }

  // What follows from an entry.

  /// Carries out `record` at its place in the log. `sequel` is what follows here alone.
  private mutating func apply(_ record: LogRecord, sequel: Proposal.Sequel, turn: inout Turn) {
    var outcome = AfterCommit(
      caller: sequel.caller, reply: .doneBefore, discardOnFailure: sequel.discardOnFailure)
    switch record.entry {
    case .message(let kind, let sender, let destination, let body):
      messaging.blocks.sent(record.id, by: sender)
      if destination == .everybody {
        messaging.tellBlockers(of: sender, people: people, turn: &turn)
      }
      outcome.reply = messaging.apply(
        kind, from: sender, to: destination, body: body, record: record, people: people)
    case .registered(let name, let verifier, let used):
      outcome.reply = applyRegistration(of: name, verifier: verifier, record: record, turn: &turn)
      for invitation in used { admission.invitations.use(invitation) }
      if sequel.isNewcomer { outcome.newcomer = AccountID(rawValue: record.id.rawValue) }
    case .deregistered(let account):
      outcome.reply = applyDeregistration(
        of: account, outcome: &outcome, session: sequel.caller?.session, record: record, turn: &turn)
    case .blocked(let blocker, let blocked):
      messaging.blocks.block(blocked, by: blocker, at: record.id)
      outcome.reply = .blocked(name: people.accounts.name(of: blocked))
    case .unblocked(let blocker, let blocked):
      if let ended = messaging.blocks.unblock(blocked, by: blocker, at: record.id) {
        turn.forget(.block(ended))
      }
      outcome.reply = .unblocked(name: people.accounts.name(of: blocked))
    case .logInBlocked(let account, let address):
      admission.logInGuard.block(account, on: address, now: turn.now.uptime(at: record.time))
      if let start = admission.logInGuard.forgetEnded(blockTime: turn.parameters.blockTime, now: turn.now) {
        turn.forget(.logInBlocks(before: start))
      }
      outcome.reply = .refused(.nowBlocked(seconds: turn.parameters.blockTime))
    case .logInUnblocked(let account, let address):
      admission.logInGuard.unblock(account, on: address)
    case .passwordChanged(let account, let verifier):
      people.accounts.setVerifier(of: account, to: verifier)
      outcome.reply = .passwordChanged
    case .fileStored(let file, let sender, let recipient, let name, let size, let digest):
      messaging.blocks.sent(record.id, by: sender)
      let waiting = WaitingFile(
        id: file, sender: sender, recipient: recipient, name: name, size: size, digest: digest, time: record.time)
      if let replaced = files.applyStored(waiting, isHere: sequel.isHere, record: record, people: people) {
        outcome.discardOnSuccess.append(replaced.id)
      }
      _ = messaging.apply(
        .fileTransfer, from: sender, to: .person(recipient), body: name.text, record: record, people: people)
      outcome.reply = .fileStored(name: name.text)
    case .fileRemoved(let file, let sender, let recipient, let notice):
      outcome.reply = applyFileRemoved(
        file, recipient: recipient, sender: sender, notice: notice, outcome: &outcome, record: record,
        turn: &turn)
    case .invited(let digest, let name, let uses, let until):
      admission.invitations.insert(
        Invitation(id: record.id, digest: digest, name: name, uses: uses, made: record.time, until: until))
      admission.forgetEnded(turn: &turn)
    case .invitationEnded(let id):
      admission.invitations.remove(id)
    case .banned(let subject, let until, let reason):
      applyBan(of: subject, until: until, reason: reason, record: record, turn: &turn)
    case .unbanned(let id):
      admission.bans.remove(id)
    }
    if outcome.caller != nil || !outcome.discardOnSuccess.isEmpty || !outcome.discardOnFailure.isEmpty {
      turn.afterCommit(outcome)
    }
  }

  private mutating func applyRegistration(
    of name: AccountName, verifier: PasswordVerifier, record: LogRecord, turn: inout Turn
  ) -> Reply {
    let id = AccountID(rawValue: record.id.rawValue)
    people.accounts.insert(Account(id: id, name: name, verifier: verifier, created: record.time))
    messaging.passBlocks(to: id, called: name, at: record.id, people: people, turn: &turn)
    return .registered(name: name.text)
  }

  private mutating func applyDeregistration(
    of account: AccountID, outcome: inout AfterCommit, session: SessionID?, record: LogRecord, turn: inout Turn
  ) -> Reply {
    let name = people.accounts.name(of: account)
    putOut(
      account, "Your account was deleted by the administrator.", reason: .accountGone, at: record.time, turn: &turn)
    people.accounts.remove(account)
    people.departures.remove(account)
    admission.remove(account)
    messaging.remove(account)
    outcome.discardOnSuccess += files.shelf.removeAll(of: account).map(\.id)
    var address = ""
    if let session {
      address = people.address(of: session)
      people.updatePrompt(of: session) { $0.verifiedDeparture = nil }
    }
    turn.append(.log(.deregistered(user: name, address: address)))
    return .deregistered(name: name)
  }

  private mutating func applyBan(
    of subject: Ban.Subject, until: WallTime?, reason: String?, record: LogRecord, turn: inout Turn
  ) {
    admission.bans.insert(Ban(id: record.id, subject: subject, since: record.time, until: until, reason: reason))
    switch subject {
    case .person(let account, _):
      let text = Refusal.banned(until: until, reason: reason).sentence
      putOut(account, text, reason: .banned, at: record.time, turn: &turn)
      admission.voidTokens(of: account, turn: &turn)
    case .address(let place):
      putOutAll(from: place, Refusal.addressBanned(until: until, reason: reason).sentence, turn: &turn)
    }
    admission.forgetEnded(turn: &turn)
  }

  private mutating func applyFileRemoved(
    _ id: FileID, recipient: AccountID, sender: AccountID, notice: String?, outcome: inout AfterCommit,
    record: LogRecord, turn: inout Turn
  ) -> Reply {
    let file = files.shelf.remove(id, of: recipient)
    outcome.discardOnSuccess.append(id)
    let names = (
      recipient: people.accounts.name(of: recipient), sender: people.accounts.name(of: sender),
      file: file?.name.text ?? ""
    )
    guard let notice else {
      turn.append(.log(.fileFetched(user: names.recipient, sender: names.sender, file: names.file)))
      return .fileHandedOver
    }
    turn.append(.log(.fileDeclined(user: names.recipient, sender: names.sender, file: names.file)))
    if people.accounts[sender] != nil {
      _ = messaging.apply(.broadcast, from: .system, to: .person(sender), body: notice, record: record, people: people)
    }
    return .fileDeclined(from: names.sender, name: names.file)
  }
}
