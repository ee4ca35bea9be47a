// Who is online: who comes by the right password or by a token, who is lost, and who goes. Each of it has its place in the log,
// so that a name is on one connection at a time and nobody comes beyond MaxCon, on however many servers.
extension Room {
  /// - Throws: `Refusal.filledUp` when the account would have to take a place that is not there.
  func requirePlace(for account: AccountID) throws(Refusal) {
    guard presence[account] != nil || presence.count < parameters.maxCon else {
      throw .filledUp(maxCon: parameters.maxCon)
    }
  }

  /// The password, or the token, was right: the log says whether `session` becomes the one of `account` (`admit`). `effects`
  /// follow then.
  mutating func enter(
    _ account: AccountID, token: TokenDigest? = nil, number: UInt64, session: SessionID, effects: [Effect] = [],
    turn: inout Turn
  ) {
    guard let run = sessions[session]?.origin.run else { return }
    updatePrompt(of: session) { $0.pending = .entering(number: number) }
    turn.propose(
      Proposal(
        .entered(account, session, run: run, token: token), replyTo: (session, number), effects: effects))
  }

  /// The account will be online no more.
  mutating func endPresence(
    of account: AccountID, address: String, reason: ServerEvent.LogOutReason, turn: inout Turn
  ) {
    guard let presence = presence[account], presence.isHere else { return }
    var isLost = false
    if case .lost = reason { isLost = true }
    let name = accounts.name(of: account)
    turn.propose(
      Proposal(
        .left(account, presence.session, isLost: isLost, isKnown: presence.isKnown),
        effects: [.log(.loggedOut(user: name, address: address, reason))]))
  }

  /// Carries out what passes through the log; `sequel` is what follows here alone.
  ///
  /// - Returns: whether anything did: not when somebody has come and gone meanwhile.
  mutating func apply(
    _ passage: Passage, at time: WallTime, from server: ServerID, sequel: Proposal.Sequel, turn: inout Turn
  ) -> Bool {
    let isHere = server == turn.log.server
    switch passage {
    case .entered(let account, let session, let run, let token):
      applyEntering(
        account, session, run: run, token: token, from: server, number: sequel.replyTo?.number, turn: &turn)
    case .lost(let account, let session, let address):
      guard presence[account]?.isThat(of: server, session, isThis: isHere) == true else { return false }
      let until = turn.now.uptime.advanced(bySeconds: settings[.resumeGrace])
      presence[account] = isHere ? .grace(until: until, address: address) : .elsewhere(server, nil)
    case .left(let account, let session, let isLost, let isKnown):
      guard presence[account]?.isThat(of: server, session, isThis: isHere) == true else { return false }
      applyLeaving(account, isLost: isLost, since: isKnown ? time : nil, turn: &turn)
    case .serverGone(let gone):
      turn.log.fence(gone)
      let until = turn.now.uptime.advanced(bySeconds: settings[.resumeGrace])
      for case (let account, .elsewhere(gone, _)) in presence {
        presence[account] = isHere ? .grace(until: until, address: nil) : .elsewhere(server, nil)
      }
    case .read(let account, let id):
      guard accounts.moveCursor(of: account, to: id) else { return false }
      mailboxes.read(by: account, through: id)
      sendReceipts(of: account, through: id, turn: &turn)
      turn.moveCursor(of: account, to: id)
    case .tokenIssued(let account, let digest, let run):
      turn.storeTokens(tokens.issue(digest, to: account, run: run), of: account)
      if let (session, number) = sequel.replyTo, let token = sequel.token {
        turn.afterCommit(AfterCommit(session: session, number: number, reply: .token(token)))
      }
    case .tokensVoided(let account):
      applyVoid(of: account, turn: &turn)
    }
    return true
  }

  /// `session` is the one of `account` from here on. The others are told, unless the account counted as online.
  private mutating func applyEntering(
    _ account: AccountID, _ session: SessionID, run: UInt64, token: TokenDigest?, from server: ServerID,
    number: UInt64?, turn: inout Turn
  ) {
    let earlier = presence[account]
    if case .connected(let old) = earlier {
      takeOver(from: old, turn: &turn)
    }
    if let token {
      tokens.use(token)
    } else if let known = tokens[account], known.run != run {
      applyVoid(of: account, turn: &turn)
    }
    guard server == turn.log.server else {
      presence[account] = .elsewhere(server, session)
      noteTokens(of: account, isPresent: true, turn: &turn)
      if earlier == nil {
        turn.append(.eventToAll(.loggedIn(name: accounts.name(of: account))))
      } else if earlier?.isHere == true {
        dropParkedUploads(of: account, turn: &turn)
        receipts.leave(account)
      }
      return
    }
    presence[account] = .connected(session)
    noteTokens(of: account, isPresent: true, turn: &turn)
    if let number, let account = accounts[account], case .entering? = takePending(of: session) {
      welcome(account, number: number, session: session, resumes: earlier != nil, turn: &turn)
    } else {
      // It is gone already.
      if earlier == nil { turn.append(.eventToAll(.loggedIn(name: accounts.name(of: account)))) }
      endPresence(of: account, address: address(of: session), reason: .lost, turn: &turn)
    }
  }

  /// The person behind `session` is in.
  private mutating func welcome(
    _ account: Account, number: UInt64, session: SessionID, resumes: Bool, turn: inout Turn
  ) {
    if account.id.rawValue > shown.rawValue {
      newcomers.append(account.id)
    }
    logInFailures.noteRegular(account.id, at: place(of: session))
    let run = sessions[session]?.origin.run ?? 0
    keepParkedUploads(of: account.id, run: run, turn: &turn)
    let address = address(of: session)
    if case .prompt(let prompt) = sessions[session]?.stage {
      if prompt.firstNumber != 1 { runs.expectGaps(of: RunKey(account: account.id, run: run)) }
      runs.pass(ClientRequestID(run: run, number: number), of: account.id)
      logLeftOut(of: prompt, address: address, turn: &turn)
    }
    let member = Member(account: account.id, lastActivity: turn.now.uptime, feed: .draining(after: account.cursor))
    sessions[session]?.stage = .member(member)
    let name = account.name.text
    turn.append(.log(.loggedIn(user: name, address: address, resumed: resumes)))
    if !resumes {
      turn.append(.eventToAll(.loggedIn(name: name)))
    }
    turn.append(.admit(session))
    turn.reply(session, number, .welcome(name: name))
    tellOfHeirs(account.id, on: session, turn: &turn)
    readOn(session, turn: &turn)
  }

  /// `account` is online no more; the others are told, and not its session, which is closed by now.
  mutating func applyLeaving(_ account: AccountID, isLost: Bool, since time: WallTime?, turn: inout Turn) {
    guard let ended = presence.removeValue(forKey: account) else { return }
    if ended.isHere {
      dropParkedUploads(of: account, turn: &turn)
      receipts.leave(account)
    }
    if isLost {
      noteTokens(of: account, isPresent: false, turn: &turn)
    } else {
      applyVoid(of: account, turn: &turn)
    }
    if let time { noteLastSeen(of: account, at: time, turn: &turn) }
    turn.append(.eventToAll(.loggedOut(name: accounts.name(of: account))))
  }

  mutating func noteLastSeen(of account: AccountID, at time: WallTime, turn: inout Turn) {
    accounts.setLastSeen(of: account, to: time)
    departures.note(account, at: turn.now.uptime(at: time))
    turn.setLastSeen(of: account, to: time)
  }
}
