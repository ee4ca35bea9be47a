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
      if let (session, number) = sequel.replyTo {
        turn.afterCommit(AfterCommit(session: session, number: number, reply: .doneBefore))
      }
      return
    case .refused:
      return refuse(content, .refusedBefore, sequel: sequel, turn: &turn)
    case nil: break
    }
    do throws(Refusal) {
      try admit(content, at: time)
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
          runs.accept(origin.request, of: origin.account, after: refused)
        } else {
          // All that the log has to know of the requests before it is known here.
          runs.advance(origin.account, to: origin.request)
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
    return runs.progress(of: run)?.outcome(of: origin.request.number)
  }

  /// What came in between has made it impossible.
  private mutating func refuse(
    _ content: LogItem.Content, _ refusal: Refusal, sequel: Proposal.Sequel, turn: inout Turn
  ) {
    if case .entry(_, let origin?, let refused) = content, refusal != .refusedBefore {
      runs.accept(origin.request, of: origin.account, after: refused, refused: true)
    }
    for file in sequel.discardOnFailure { turn.append(.discardBytes(file)) }
    guard let (session, number) = sequel.replyTo else { return }
    if case .passage(.entered(let account, _, _, _)) = content {
      _ = takePending(of: session)
      logRefusedLogIn(accounts[account]?.name, refusal, from: session, turn: &turn)
      refuseLogIn(refusal, number: number, session: session, turn: &turn)
    } else {
      turn.reply(session, number, .refused(refusal))
    }
  }

  /// Looks whether something still makes sense in its place of the log. Only what every server knows alike is looked at, so
  /// that all say the same.
  ///
  /// - Throws: what it is refused with.
  private func admit(_ content: LogItem.Content, at time: WallTime) throws(Refusal) {
    switch content {
    case .entry(let entry, _, _): try admit(entry, at: time)
    case .passage(let passage): try admit(passage, at: time)
    }
  }

  private func admit(_ entry: Entry, at time: WallTime) throws(Refusal) {
    switch entry {
    case .message(_, let sender, nil, _):
      try requireAccount(sender)
    case .message(_, let sender, let recipient?, _), .fileStored(_, let sender, let recipient, _, _, _):
      try requireAccount(sender)
      try requireReader(recipient, of: sender)
    case .registered(let name, _, let invitations):
      guard accounts.named(name.text) == nil else { throw .nameTaken(name.text) }
      guard !bans.concerns(name, at: time) else { throw .nameBanned(name.text) }
      guard invitations.allSatisfy(self.invitations.contains) else { throw .invitationVoid }
    case .deregistered(let account), .passwordChanged(let account, _), .logInBlocked(let account, _),
      .logInUnblocked(let account, _):
      try requireAccount(account)
    case .blocked(let blocker, let blocked):
      try requireAccount(blocker)
      guard accounts[blocked] != nil else { throw .noSuchUser(accounts.name(of: blocked)) }
      guard !blocks.isBlockedNow(blocked, by: blocker) else { throw .alreadyBlocked(accounts.name(of: blocked)) }
    case .unblocked(let blocker, let blocked):
      try requireAccount(blocker)
      guard blocks.isBlockedNow(blocked, by: blocker) else { throw .notBlocked(accounts.name(of: blocked)) }
    case .fileRemoved(let file, let sender, let recipient, _):
      guard files.file(file, for: recipient) != nil else {
        throw .noSuchFile(from: accounts.name(of: sender), name: String(file.rawValue))
      }
    case .invited, .invitationEnded, .banned, .unbanned:
      break
    }
  }

  private func admit(_ passage: Passage, at time: WallTime) throws(Refusal) {
    switch passage {
    case .entered(let id, _, let run, let token):
      guard let account = accounts[id] else { throw .unknownName }
      // Told after the right password: it is nobody else's business.
      try requireNoBan(of: account, at: time)
      if let token {
        guard tokens.owner(of: token, run: run) == id else { throw .tokenVoid }
      } else if presence[id]?.isConnected == true {
        throw .alreadyOnline
      }
      try requirePlace(for: id)
    case .read(let account, _), .tokenIssued(let account, _, _), .tokensVoided(let account):
      try requireAccount(account)
    case .lost, .left, .serverGone:
      break
    }
  }

  private func requireAccount(_ account: AccountID) throws(Refusal) {
    guard account == .system || accounts[account] != nil else { throw .unknownName }
  }

  private func requireReader(_ recipient: AccountID, of sender: AccountID) throws(Refusal) {
    let name = accounts.name(of: recipient)
    guard accounts[recipient] != nil else { throw .noSuchUser(name) }
    guard !blocks.isBlockedNow(sender, by: recipient) else { throw .blockedByReceiver(name) }
  }
}
