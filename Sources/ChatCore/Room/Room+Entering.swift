// Who is online: who comes by the right password or by a token, who is lost, and who goes. Each of it has its place in the log,
// so that a name is on one connection at a time and nobody comes beyond MaxCon, on however many servers.
extension Room {
  /// The account will be online no more.
  mutating func endPresence(
    of account: AccountID, address: String, reason: ServerEvent.LogOutReason, turn: inout Turn
  ) {
    guard let presence = people.presence[account], presence.isHere else { return }
    var isLost = false
    if case .lost = reason { isLost = true }
    let name = people.accounts.name(of: account)
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
      applyEntering(account, session, run: run, token: token, from: server, caller: sequel.caller, turn: &turn)
    case .lost(let account, let session, let address):
      guard people.presence[account]?.isThat(of: server, session, isThis: isHere) == true else { return false }
      people.presence[account] =
        isHere ? .grace(until: turn.endOfGrace, address: address) : .elsewhere(server, nil)
    case .left(let account, let session, let isLost, let isKnown):
      guard people.presence[account]?.isThat(of: server, session, isThis: isHere) == true else { return false }
      applyLeaving(account, isLost: isLost, since: isKnown ? time : nil, turn: &turn)
    case .serverGone(let gone):
      turn.log.fence(gone)
      for case (let account, .elsewhere(gone, _)) in people.presence {
        people.presence[account] = isHere ? .grace(until: turn.endOfGrace, address: nil) : .elsewhere(server, nil)
      }
    case .read(let account, let id):
      return messaging.read(account, through: id, people: &people, turn: &turn)
    case .tokenIssued(let account, let digest, let run):
      turn.storeTokens(admission.tokens.issue(digest, to: account, run: run), of: account)
      if let caller = sequel.caller, let token = sequel.token {
        turn.afterCommit(AfterCommit(caller: caller, reply: .token(token)))
      }
    case .tokensVoided(let account):
      admission.voidTokens(of: account, turn: &turn)
    }
    return true
  }

  /// `session` is the one of `account` from here on. The others are told, unless the account counted as online.
  private mutating func applyEntering(
    _ account: AccountID, _ session: SessionID, run: UInt64, token: TokenDigest?, from server: ServerID,
    caller: Caller?, turn: inout Turn
  ) {
    let earlier = people.presence[account]
    let name = people.accounts.name(of: account)
    if case .connected(let old) = earlier {
      takeOver(from: old, turn: &turn)
    }
    if let token {
      admission.tokens.use(token)
    } else if let known = admission.tokens[account], known.run != run {
      admission.voidTokens(of: account, turn: &turn)
    }
    let isHere = server == turn.log.server
    people.presence[account] = isHere ? .connected(session) : .elsewhere(server, session)
    admission.noteTokens(of: account, isPresent: true, turn: &turn)
    if isHere, let caller, let account = people.accounts[account], case .entering? = people.takePending(of: session) {
      return welcome(account, caller: caller, resumes: earlier != nil, turn: &turn)
    }
    if earlier == nil {
      turn.append(.eventToAll(.loggedIn(name: name)))
    } else if !isHere, earlier?.isHere == true {
      files.dropParkedUploads(of: account, turn: &turn)
      messaging.receipts.leave(account)
    }
    if isHere {
      // It is gone already.
      endPresence(of: account, address: people.address(of: session), reason: .lost, turn: &turn)
    }
  }

  /// The person behind the caller is in.
  private mutating func welcome(_ account: Account, caller: Caller, resumes: Bool, turn: inout Turn) {
    let session = caller.session
    if account.id.rawValue > messaging.shown.rawValue {
      messaging.newcomers.append(account.id)
    }
    admission.failures.noteRegular(account.id, at: people.place(of: session))
    let run = people.sessions[session]?.origin.run ?? 0
    files.keepParkedUploads(of: account.id, run: run, turn: &turn)
    let address = people.address(of: session)
    if case .prompt(let prompt) = people.sessions[session]?.stage {
      if prompt.firstNumber != 1 { messaging.runs.expectGaps(of: RunKey(account: account.id, run: run)) }
      messaging.runs.pass(ClientRequestID(run: run, number: caller.number), of: account.id)
      people.logLeftOut(of: prompt, address: address, turn: &turn)
    }
    let member = Member(account: account.id, lastActivity: turn.now.uptime, feed: .draining(after: account.cursor))
    people.sessions[session]?.stage = .member(member)
    let name = account.name.text
    turn.append(.log(.loggedIn(user: name, address: address, resumed: resumes)))
    if !resumes {
      turn.append(.eventToAll(.loggedIn(name: name)))
    }
    turn.append(.admit(session))
    turn.reply(to: caller, .welcome(name: name))
    messaging.tellOfHeirs(account.id, on: session, people: people, turn: &turn)
    messaging.readOn(session, people: &people, turn: &turn)
  }

  /// The connection that the client has given up makes way. The others notice nothing.
  private mutating func takeOver(from old: SessionID, turn: inout Turn) {
    if case .member(let member) = people.sessions[old]?.stage {
      files.parkTransfers(of: member, session: old, turn: &turn)
      people.logLeftOut(of: member, turn: &turn)
    }
    turn.append(
      .event(old, .putOut(reason: "You have come back on another connection, which has taken this one over.")))
    people.close(old, turn: &turn)
  }

  /// `account` is online no more; the others are told, and not its session, which is closed by now.
  mutating func applyLeaving(_ account: AccountID, isLost: Bool, since time: WallTime?, turn: inout Turn) {
    guard let ended = people.presence.removeValue(forKey: account) else { return }
    if ended.isHere {
      files.dropParkedUploads(of: account, turn: &turn)
      messaging.receipts.leave(account)
    }
    if isLost {
      admission.noteTokens(of: account, isPresent: false, turn: &turn)
    } else {
      admission.voidTokens(of: account, turn: &turn)
    }
    if let time { people.noteLastSeen(of: account, at: time, turn: &turn) }
    turn.append(.eventToAll(.loggedOut(name: people.accounts.name(of: account))))
  }

  // Putting people out.

  /// Puts somebody out who is online here.
  ///
  /// - Returns: whether anybody was.
  mutating func putOut(
    _ account: AccountID, _ text: String, reason: ServerEvent.LogOutReason, turn: inout Turn
  ) -> Bool {
    guard let presence = people.presence[account], presence.isHere else { return false }
    let address = close(presence, text, turn: &turn)
    endPresence(of: account, address: address, reason: reason, turn: &turn)
    return true
  }

  /// The log puts somebody out at `time`, wherever they are.
  mutating func putOut(
    _ account: AccountID, _ text: String, reason: ServerEvent.LogOutReason, at time: WallTime, turn: inout Turn
  ) {
    guard let presence = people.presence[account] else { return }
    let address = close(presence, text, turn: &turn)
    applyLeaving(account, isLost: false, since: presence.isKnown ? time : nil, turn: &turn)
    guard presence.isHere else { return }
    turn.append(.log(.loggedOut(user: people.accounts.name(of: account), address: address, reason)))
  }

  /// Puts out everybody here who comes from `place`, an address as limits count it.
  mutating func putOutAll(from place: String, _ text: String, turn: inout Turn) {
    for (id, session) in people.sessions.all where session.origin.place == place {
      switch session.stage {
      case .member(let member):
        _ = putOut(member.account, text, reason: .banned, turn: &turn)
      case .prompt:
        turn.append(.event(id, .putOut(reason: text)))
        people.close(id, turn: &turn)
      case .leaving:
        break
      }
    }
  }

  /// Closes the connection behind `presence`, if there is one.
  ///
  /// - Returns: its address; empty when it is not known here.
  private mutating func close(_ presence: Presence, _ text: String, turn: inout Turn) -> String {
    switch presence {
    case .grace(_, let address):
      return address ?? ""
    case .elsewhere:
      return ""
    case .connected(let session):
      if case .member(let member) = people.sessions[session]?.stage {
        files.endTransfers(of: member, session: session, turn: &turn)
      }
      turn.append(.event(session, .putOut(reason: text)))
      people.close(session, turn: &turn)
      return people.address(of: session)
    }
  }
}
