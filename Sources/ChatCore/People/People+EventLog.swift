// How the event log stays readable when somebody pumps: what is left out is counted, and told once a second.
extension People {
  /// Tells what was left out in earlier seconds.
  ///
  /// - Returns: when to look again; nil when nothing is untold.
  mutating func tellLeftOut(turn: inout Turn) -> Uptime? {
    guard hasUntoldCommands else { return nil }
    hasUntoldCommands = false
    tellRefusedFull(turn: &turn)
    tellConnections(turn: &turn)
    for (id, session) in sessions.all {
      switch session.stage {
      case .member(var member):
        let count = member.tally.takeLeftOut(before: turn.now.uptime)
        hasUntoldCommands = hasUntoldCommands || member.tally.leavesOut
        guard count > 0 else { continue }
        sessions[id]?.stage = .member(member)
        turn.append(.log(.commandsLeftOut(user: accounts.name(of: member.account), count: count)))
      case .prompt(var prompt):
        let count = prompt.tally.takeLeftOut(before: turn.now.uptime)
        hasUntoldCommands = hasUntoldCommands || prompt.tally.leavesOut
        guard count > 0 else { continue }
        sessions[id]?.stage = .prompt(prompt)
        turn.append(.log(.logInsLeftOut(address: session.origin.address, count: count)))
      case .leaving:
        continue
      }
    }
    return hasUntoldCommands ? turn.now.uptime.advanced(bySeconds: 1) : nil
  }

  /// Logs that a connection was refused because the room is full.
  mutating func logRefusedFull(_ address: String, turn: inout Turn) {
    guard case .log(let leftOut) = refusedTally.count(at: turn.now.uptime) else {
      hasUntoldCommands = true
      return
    }
    if leftOut > 0 {
      turn.append(.log(.connectionsLeftOut(reason: .full, count: leftOut)))
    }
    turn.append(.log(.refusedFull(address: address, maxCon: turn.parameters.maxCon)))
  }

  private mutating func tellRefusedFull(turn: inout Turn) {
    let count = refusedTally.takeLeftOut(before: turn.now.uptime)
    hasUntoldCommands = hasUntoldCommands || refusedTally.leavesOut
    if count > 0 {
      turn.append(.log(.connectionsLeftOut(reason: .full, count: count)))
    }
  }

  /// Logs that a connection was opened, or closed before a log-in: that costs a stranger nothing.
  mutating func logConnection(_ event: ServerEvent, turn: inout Turn) {
    guard case .log(let leftOut) = connectionTally.count(at: turn.now.uptime) else {
      hasUntoldCommands = true
      return
    }
    if leftOut > 0 {
      turn.append(.log(.connectsLeftOut(count: leftOut)))
    }
    turn.append(.log(event))
  }

  private mutating func tellConnections(turn: inout Turn) {
    let count = connectionTally.takeLeftOut(before: turn.now.uptime)
    hasUntoldCommands = hasUntoldCommands || connectionTally.leavesOut
    if count > 0 {
      turn.append(.log(.connectsLeftOut(count: count)))
    }
  }

  /// Logs that a log-in was refused before its password was looked at.
  mutating func logRefusedLogIn(
    _ user: AccountName?, _ refusal: Refusal, from session: SessionID, turn: inout Turn
  ) {
    guard let reason = ServerEvent.RefusalReason(refusal) else { return }
    logRefusedLogIn(user, because: reason, from: session, turn: &turn)
  }

  /// The same for a reason that is more than what the person is told.
  mutating func logRefusedLogIn(
    _ user: AccountName?, because reason: ServerEvent.RefusalReason, from session: SessionID, turn: inout Turn
  ) {
    guard let address = sessions[session]?.origin.address else { return }
    var verdict = CommandTally.Verdict.leaveOut
    updatePrompt(of: session) { verdict = $0.tally.count(at: turn.now.uptime) }
    guard case .log(let leftOut) = verdict else {
      hasUntoldCommands = true
      return
    }
    if leftOut > 0 {
      turn.append(.log(.logInsLeftOut(address: address, count: leftOut)))
    }
    turn.append(.log(.logInRefused(user: user?.text, address: address, reason)))
  }

  /// The last word on a member who goes.
  func logLeftOut(of member: Member, turn: inout Turn) {
    var tally = member.tally
    let count = tally.takeLeftOut()
    if count > 0 {
      turn.append(.log(.commandsLeftOut(user: accounts.name(of: member.account), count: count)))
    }
  }

  /// The last word on a connection that goes before its log-in.
  func logLeftOut(of prompt: Prompt, address: String, turn: inout Turn) {
    var tally = prompt.tally
    let count = tally.takeLeftOut()
    if count > 0 {
      turn.append(.log(.logInsLeftOut(address: address, count: count)))
    }
  }
}

extension ServerEvent.RefusalReason {
  /// The reason that stands in `refusal`; nil for what concerns no log-in.
  fileprivate init?(_ refusal: Refusal) {
    switch refusal {
    case .unknownName: self = .unknownName
    case .credentialsWrong: self = .credentialsWrong
    case .stillBlocked(let seconds): self = .blocked(seconds: seconds)
    case .alreadyOnline: self = .alreadyOnline
    case .filledUp(let maxCon): self = .full(maxCon: maxCon)
    case .tokenVoid: self = .tokenVoid
    case .banned, .nameBanned: self = .banned
    case .tooManyFailures(let seconds): self = .tooManyFailures(seconds: seconds)
    default: return nil
    }
  }
}
