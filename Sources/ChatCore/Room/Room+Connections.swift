// Connections come and go, and time passes.
extension Room {
  /// A connection was opened from `address` by `run` of a client program, whose hello was right; `peer` is the address
  /// with its port, for whoever runs the server, and `place` the address as limits count it.
  ///
  /// - Returns: why it can't stay; nil when it may.
  mutating func connected(
    _ session: SessionID, from address: String, peer: String? = nil, place: String? = nil, run: UInt64, turn: inout Turn
  ) -> Refusal? {
    if turn.isStopping { return .stopping }
    if let ban = admission.bans.ban(on: place ?? address, at: turn.now.wall) {
      people.logConnection(.connectionRefused(address: address, .banned), turn: &turn)
      return .addressBanned(until: ban.until, reason: ban.reason)
    }
    guard people.presence.count < turn.parameters.maxCon || people.isSomebodyAwaited || people.isComingBack(run) else {
      people.logRefusedFull(address, turn: &turn)
      return .full(maxCon: turn.parameters.maxCon)
    }
    people.sessions[session] = Session(
      origin: SessionOrigin(address: address, peer: peer ?? address, place: place ?? address, run: run),
      stage: .prompt(Prompt(at: turn.now.uptime)))
    people.logConnection(.connected(address: address), turn: &turn)
    return nil
  }

  /// A connection is gone. When that was not announced, a member's people.presence waits for the person to come back.
  mutating func disconnected(_ session: SessionID, turn: inout Turn) {
    guard let gone = people.sessions.remove(session) else { return }
    admission.leaveLine(session)
    switch gone.stage {
    case .prompt(let prompt):
      people.logLeftOut(of: prompt, address: gone.origin.address, turn: &turn)
      people.logConnection(.disconnected(address: gone.origin.address), turn: &turn)
    case .leaving:
      break
    case .member(let member):
      people.logLeftOut(of: member, turn: &turn)
      guard turn.settings[.resumeGrace] > 0, turn.mode != .stopping(restarts: false) else {
        files.endTransfers(of: member, session: session, turn: &turn)
        endPresence(of: member.account, address: gone.origin.address, reason: .lost, turn: &turn)
        return
      }
      files.parkTransfers(of: member, session: session, turn: &turn)
      let address = gone.origin.address
      let name = people.accounts.name(of: member.account)
      turn.propose(
        Proposal(
          .lost(member.account, session, address: address),
          effects: [.log(.connectionLost(user: name, address: address, grace: turn.settings[.resumeGrace]))]))
    }
  }

  /// Does what its time has come for: idle members are logged out, and those whose grace is over are told as gone.
  ///
  /// - Returns: when to call again at the latest, if nothing else happens before.
  mutating func tick(turn: inout Turn) -> Uptime? {
    var next = people.tellLeftOut(turn: &turn)
    for (id, session) in people.sessions.all {
      if case .prompt(let prompt) = session.stage,
        let deadline = people.tickAtPrompt(prompt, of: id, turn: &turn)
      {
        next = min(next ?? deadline, deadline)
      }
      guard case .member(let member) = session.stage, member.underWay.value.isWithoutTransfers,
        let deadline = tickForIdle(member, session: id, address: session.origin.address, turn: &turn)
      else { continue }
      next = min(next ?? deadline, deadline)
    }
    for case (let account, .grace(let until, let address)) in people.presence {
      if until <= turn.now.uptime {
        endPresence(of: account, address: address ?? "", reason: .lost, turn: &turn)
      } else {
        next = min(next ?? until, until)
      }
    }
    if let parked = files.tickParkedUploads(at: turn.now.uptime, turn: &turn) {
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
    guard let seconds = turn.parameters.timeOut else { return nil }
    let deadline = member.lastActivity.advanced(bySeconds: seconds)
    guard deadline > turn.now.uptime else {
      timeOut(member, after: seconds, session: session, address: address, turn: &turn)
      return nil
    }
    guard !member.isToldOfTimeOut else { return deadline }
    let warning = member.lastActivity.advanced(bySeconds: seconds - Self.warningTime(of: seconds))
    guard warning <= turn.now.uptime else { return warning }
    people.updateMember(of: session) { $0.isToldOfTimeOut = true }
    turn.append(.event(session, .timeOutNear(seconds: deadline.seconds(since: turn.now.uptime))))
    return deadline
  }

  /// How long before a TIME_OUT of `seconds` somebody is told.
  private static func warningTime(of seconds: Double) -> Double {
    min(60, seconds / 2)
  }

  /// A person has pressed a key: TIME_OUT starts anew.
  mutating func typed(in session: SessionID, at now: Moment) {
    people.updateMember(of: session) { $0.isActive(at: now.uptime) }
  }

  /// Nothing that begins now can run out before so many seconds have passed; what is shorter than 10 ms may run out late.
  func shortestDeadline(_ turn: Turn) -> Double {
    let idle = turn.parameters.timeOut.map { $0 - Self.warningTime(of: $0) } ?? .infinity
    // Without a grace nobody waits for its end; and a clock that never rests helps nobody with a tiny TIME_OUT.
    let grace = turn.settings.seconds(of: .resumeGrace) ?? .infinity
    let untold = people.hasUntoldCommands ? 1.0 : .infinity
    let prompt = turn.settings.seconds(of: .promptTime) ?? .infinity
    return max(0.01, min(idle, grace, untold, prompt))
  }

  /// The server stops: everybody is told, at the log-in prompt too, and every connection is closed. When
  /// it restarts, those with a token are waited for then.
  ///
  /// - Parameter isSettled: whether everything that was decided on is answered.
  mutating func stop(isSettled: Bool, turn: inout Turn) {
    let restarts = turn.mode == .stopping(restarts: true)
    for (id, session) in people.sessions.all {
      switch session.stage {
      case .leaving:
        continue
      case .prompt:
        break
      case .member(let member):
        files.endTransfers(of: member, session: id, turn: &turn)
        people.logLeftOut(of: member, turn: &turn)
      }
      turn.append(.event(id, .serverStopping(restarts: restarts, isSettled: isSettled)))
      turn.append(.close(id))
    }
    for (account, presence) in people.presence {
      let address: String
      switch presence {
      case .connected(let session): address = people.sessions[session]?.origin.address ?? ""
      case .grace(_, let lost): address = lost ?? ""
      case .elsewhere: continue
      }
      files.dropParkedUploads(of: account, turn: &turn)
      if !restarts {
        admission.noteTokens(of: account, isPresent: false, turn: &turn)
      }
      people.noteLastSeen(of: account, at: turn.now.wall, turn: &turn)
      let name = people.accounts.name(of: account)
      turn.append(.log(.loggedOut(user: name, address: address, .serverStopped)))
    }
    people.presence = [:]
    people.sessions = SessionTable()
  }

  mutating func leave(_ farewell: Farewell, caller: Caller, turn: inout Turn) {
    guard let leaving = people.sessions[caller.session] else { return }
    let address = leaving.origin.address
    switch leaving.stage {
    case .leaving:
      return
    case .prompt(let prompt):
      people.logLeftOut(of: prompt, address: address, turn: &turn)
      people.logConnection(.disconnected(address: address), turn: &turn)
    case .member(let member):
      files.endTransfers(of: member, session: caller.session, turn: &turn)
      people.logLeftOut(of: member, turn: &turn)
    }
    turn.reply(to: caller, .goodbye(farewell))
    people.close(caller.session, turn: &turn)
    if case .member(let member) = leaving.stage {
      endPresence(of: member.account, address: address, reason: .farewell(farewell), turn: &turn)
    }
  }

  private mutating func timeOut(
    _ member: Member, after seconds: Double, session: SessionID, address: String, turn: inout Turn
  ) {
    people.logLeftOut(of: member, turn: &turn)
    turn.append(.event(session, .timedOut(seconds: seconds)))
    people.close(session, turn: &turn)
    endPresence(of: member.account, address: address, reason: .timedOut, turn: &turn)
  }
}
