extension Room {
  /// A connection was opened from `address` by `run` of a client program, whose hello was right; `peer` is the address
  /// with its port, for whoever runs the server, and `place` the address as limits count it.
  ///
  /// - Returns: why it can't stay; nil when it may.
  mutating func connected(
    _ session: SessionID, from address: String, peer: String? = nil, place: String? = nil, run: UInt64, turn: inout Turn
  ) -> Refusal? {
    if isStopping {
      return .stopping
    }
    if let ban = bans.ban(on: place ?? address, at: turn.now.wall) {
      logConnection(.connectionRefused(address: address, .banned), turn: &turn)
      return .addressBanned(until: ban.until, reason: ban.reason)
    }
    guard presence.count < parameters.maxCon || isSomebodyAwaited || isComingBack(run) else {
      logRefusedFull(address, turn: &turn)
      return .full(maxCon: parameters.maxCon)
    }
    sessions[session] = Session(
      origin: SessionOrigin(address: address, peer: peer ?? address, place: place ?? address, run: run),
      stage: .prompt(Prompt(at: turn.now.uptime)))
    logConnection(.connected(address: address), turn: &turn)
    return nil
  }

  /// A connection is gone. When that was not announced, a member's presence waits for the person to come back.
  mutating func disconnected(_ session: SessionID, turn: inout Turn) {
    guard let gone = sessions.remove(session) else { return }
    leaveLine(session)
    switch gone.stage {
    case .prompt(let prompt):
      logLeftOut(of: prompt, address: gone.origin.address, turn: &turn)
      logConnection(.disconnected(address: gone.origin.address), turn: &turn)
    case .leaving:
      break
    case .member(let member):
      logLeftOut(of: member, turn: &turn)
      guard settings[.resumeGrace] > 0, mode != .stopping(restarts: false) else {
        endTransfers(of: member, session: session, turn: &turn)
        endPresence(of: member.account, address: gone.origin.address, reason: .lost, turn: &turn)
        return
      }
      parkTransfers(of: member, session: session, turn: &turn)
      let address = gone.origin.address
      let name = accounts.name(of: member.account)
      turn.propose(
        Proposal(
          .lost(member.account, session, address: address),
          effects: [.log(.connectionLost(user: name, address: address, grace: settings[.resumeGrace]))]))
    }
  }

  /// Does what its time has come for: idle members are logged out, and those whose grace is over are told as gone.
  ///
  /// - Returns: when to call again at the latest, if nothing else happens before.
  mutating func tick(turn: inout Turn) -> Uptime? {
    var next = tellLeftOut(turn: &turn)
    for (id, session) in sessions.all {
      if case .prompt(let prompt) = session.stage,
        let deadline = tickAtPrompt(prompt, session: id, address: session.origin.address, turn: &turn)
      {
        next = min(next ?? deadline, deadline)
      }
      guard case .member(let member) = session.stage, member.underWay.value.isWithoutTransfers,
        let deadline = tickForIdle(member, session: id, address: session.origin.address, turn: &turn)
      else { continue }
      next = min(next ?? deadline, deadline)
    }
    for case (let account, .grace(let until, let address)) in presence {
      if until <= turn.now.uptime {
        endPresence(of: account, address: address ?? "", reason: .lost, turn: &turn)
      } else {
        next = min(next ?? until, until)
      }
    }
    if let parked = tickParkedUploads(at: turn.now.uptime, turn: &turn) {
      next = min(next ?? parked, parked)
    }
    return next
  }

  /// Puts out who has typed nothing for TIME_OUT, and tells who soon will have.
  ///
  /// - Returns: when one of the two will be so.
  private mutating func tickForIdle(
    _ member: Member, session: SessionID, address: String, turn: inout Turn
  ) -> Uptime? {
    guard let seconds = parameters.timeOut else { return nil }
    let deadline = member.lastActivity.advanced(bySeconds: seconds)
    guard deadline > turn.now.uptime else {
      timeOut(member, after: seconds, session: session, address: address, turn: &turn)
      return nil
    }
    guard !member.isToldOfTimeOut else { return deadline }
    let warning = member.lastActivity.advanced(bySeconds: seconds - Self.warningTime(of: seconds))
    guard warning <= turn.now.uptime else { return warning }
    updateMember(of: session) { $0.isToldOfTimeOut = true }
    turn.append(.event(session, .timeOutNear(seconds: deadline.seconds(since: turn.now.uptime))))
    return deadline
  }

  /// How long before a TIME_OUT of `seconds` somebody is told.
  private static func warningTime(of seconds: Double) -> Double {
    min(60, seconds / 2)
  }

  /// A person has pressed a key: TIME_OUT starts anew.
  mutating func typed(in session: SessionID, at now: Moment) {
    updateMember(of: session) { $0.isActive(at: now.uptime) }
  }

  /// Nothing of TIME_OUT can happen to somebody who is active now before so many seconds have passed.
  var shortestIdleTime: Double {
    parameters.timeOut.map { $0 - Self.warningTime(of: $0) } ?? .infinity
  }

  /// Puts out who has typed nothing at the log-in prompt for too long, unless a password of theirs is being looked at.
  ///
  /// - Returns: when that will be so.
  private mutating func tickAtPrompt(
    _ prompt: Prompt, session: SessionID, address: String, turn: inout Turn
  ) -> Uptime? {
    guard let seconds = settings.seconds(of: .promptTime), prompt.pending == nil else { return nil }
    let deadline = prompt.lastLine.advanced(bySeconds: seconds)
    guard deadline <= turn.now.uptime else { return deadline }
    logLeftOut(of: prompt, address: address, turn: &turn)
    sessions[session]?.stage = .leaving
    turn.append(.event(session, .timedOut(seconds: seconds)))
    turn.append(.close(session))
    logConnection(.disconnected(address: address), turn: &turn)
    return nil
  }

  /// Takes new parameters; they hold at once, for sessions that are there already too.
  mutating func change(_ parameters: Parameters) {
    self.parameters = parameters
  }

  /// Takes new settings; they hold at once, for sessions that are there already too.
  mutating func change(_ settings: Settings, at now: Moment) {
    self.settings = settings
    mailboxes.change(settings)
    logInFailures.change(settings.failedLogInRate, backlog: settings.limit(.passwordBacklog), at: now.uptime)
    registrations.change(to: settings.registrationRate, at: now.uptime)
    messageRates.change(to: settings.messageRate, at: now.uptime)
  }

  /// Whether nothing more is decided on.
  var isStopping: Bool {
    if case .stopping = mode { true } else { false }
  }

  /// The server is about to stop: from here on nothing is decided on; `stop` comes when all is answered that was.
  mutating func beginStop(restarts: Bool) {
    mode = .stopping(restarts: restarts)
  }

  /// The server stops, after `beginStop`: everybody is told, at the log-in prompt too, and every connection is closed. When
  /// it restarts, those with a token are waited for then.
  ///
  /// - Parameter isSettled: whether everything that was decided on is answered.
  mutating func stop(isSettled: Bool, turn: inout Turn) {
    let restarts = mode == .stopping(restarts: true)
    for (id, session) in sessions.all {
      switch session.stage {
      case .leaving:
        continue
      case .prompt:
        break
      case .member(let member):
        endTransfers(of: member, session: id, turn: &turn)
        logLeftOut(of: member, turn: &turn)
      }
      turn.append(.event(id, .serverStopping(restarts: restarts, isSettled: isSettled)))
      turn.append(.close(id))
    }
    for (account, presence) in presence {
      let address: String
      switch presence {
      case .connected(let session): address = sessions[session]?.origin.address ?? ""
      case .grace(_, let lost): address = lost ?? ""
      case .elsewhere: continue
      }
      dropParkedUploads(of: account, turn: &turn)
      if !restarts {
        noteTokens(of: account, isPresent: false, turn: &turn)
      }
      noteLastSeen(of: account, at: turn.now.wall, turn: &turn)
      let name = accounts.name(of: account)
      turn.append(.log(.loggedOut(user: name, address: address, .serverStopped)))
    }
    presence = [:]
    sessions = SessionTable()
  }

  /// Waits for those who were online when the server crashed, or went to be back in a moment, as for everybody whose
  /// connection was lost.
  mutating func awaitThoseWhoWereOnline(at now: Moment) {
    guard settings[.resumeGrace] > 0 else { return }
    let until = now.uptime.advanced(bySeconds: settings[.resumeGrace])
    for account in tokens.present where accounts[account] != nil {
      presence[account] = .grace(until: until, address: nil)
    }
  }

  /// Whether somebody whose connection was lost may come back. That takes no new place, so even a full room has to hear
  /// whom a new connection brings.
  private var isSomebodyAwaited: Bool {
    presence.values.contains { !$0.isConnected }
  }

  mutating func leave(
    _ farewell: Farewell, number: UInt64, from session: SessionID, turn: inout Turn
  ) {
    guard let leaving = sessions[session] else { return }
    switch leaving.stage {
    case .leaving:
      return
    case .prompt(let prompt):
      logLeftOut(of: prompt, address: leaving.origin.address, turn: &turn)
      logConnection(.disconnected(address: leaving.origin.address), turn: &turn)
    case .member(let member):
      endTransfers(of: member, session: session, turn: &turn)
      logLeftOut(of: member, turn: &turn)
    }
    sessions[session]?.stage = .leaving
    turn.reply(session, number, .goodbye(farewell))
    turn.append(.close(session))
    if case .member(let member) = leaving.stage {
      endPresence(
        of: member.account, address: leaving.origin.address, reason: .farewell(farewell), turn: &turn)
    }
  }

  private mutating func timeOut(
    _ member: Member, after seconds: Double, session: SessionID, address: String, turn: inout Turn
  ) {
    logLeftOut(of: member, turn: &turn)
    sessions[session]?.stage = .leaving
    turn.append(.event(session, .timedOut(seconds: seconds)))
    turn.append(.close(session))
    endPresence(of: member.account, address: address, reason: .timedOut, turn: &turn)
  }
}
