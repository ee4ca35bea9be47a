// Failed log-ins per address, over all names and connections: see `LogInFailures`.
extension Admission {
  /// Has what was typed looked at for `account`, now or when its turn comes. What for has to be noted before. Without an
  /// account it is for a name that nobody has, and fails in its turn.
  ///
  /// - Throws: why it is not looked at: `Refusal.tooManyFailures`, `Refusal.busy`, `Refusal.unknownName`.
  mutating func look(
    at typed: TypedPassword, of account: Account?, from session: SessionID, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    let place = try failures.begin(account?.id, from: people.place(of: session), by: session, at: turn.now.uptime)
    typedPasswords[session] = typed
    guard case .now = place else { return }
    do throws(Refusal) {
      turn.append(try takeTurn(session, people: &people, turn: turn))
    } catch {
      endCheck(session, isFailure: account == nil, people: &people, turn: &turn)
      throw error
    }
  }

  /// Tells somebody who has given a name that a password would not be looked at.
  ///
  /// - Throws: `Refusal.tooManyFailures`.
  mutating func requireTry(
    of account: Account?, from session: SessionID, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    do throws(Refusal) {
      try failures.check(account?.id, from: people.place(of: session), at: turn.now.uptime)
    } catch {
      people.logRefusedLogIn(account?.name, error, from: session, turn: &turn)
      throw error
    }
  }

  /// The check of `session` is back, if one was counted: those in line behind it have their turn, or have waited in vain.
  mutating func endCheck(_ session: SessionID, isFailure: Bool, people: inout People, turn: inout Turn) {
    var sequel = failures.end(session, isFailure: isFailure, at: turn.now.uptime)
    var place = 0
    while place < sequel.called.count {
      let called = sequel.called[place]
      place += 1
      do throws(Refusal) {
        turn.append(try takeTurn(called, people: &people, turn: turn))
      } catch {
        // Unless nobody has the name nothing was looked at: whoever is next has that turn.
        let isFailure = waiting(called, people).map { $0.account == nil } ?? false
        refuseWaiting(called, error, people: &people, turn: &turn)
        let more = failures.end(called, isFailure: isFailure, at: turn.now.uptime)
        sequel.called += more.called
        sequel.refused += more.refused
      }
    }
    for (session, refusal) in sequel.refused {
      refuseWaiting(session, refusal, people: &people, turn: &turn)
    }
  }

  /// The connection is gone: nobody waits any more.
  mutating func leaveLine(_ session: SessionID) {
    failures.leave(session)
    typedPasswords[session] = nil
  }

  /// The check of what was typed, unless nobody has the name or things have changed while it stood in line.
  private mutating func takeTurn(_ session: SessionID, people: inout People, turn: Turn) throws(Refusal) -> Effect {
    guard let typed = typedPasswords.removeValue(forKey: session), let waiting = waiting(session, people) else {
      throw .unknownName
    }
    guard let account = waiting.account.flatMap({ people.accounts[$0] }) else {
      return try takeStrangersTurn(session, typed, people: people, turn: turn)
    }
    if let left = secondsBlocked(account.id, on: people.address(of: session), turn: turn) {
      throw .stillBlocked(seconds: left)
    }
    switch typed {
    case .password(let password):
      return try askCommand(of: account.name, password, for: session, turn: turn)
        ?? .checkPassword(session, password: password, against: account.verifier)
    case .change(let old, let new):
      guard turn.settings.passwordCommand == nil else { throw .passwordKeptElsewhere }
      people.updateMember(of: session) { $0.underWay.value.passwordChange?.verifier = account.verifier }
      return .replacePassword(session, old: old, new: new, against: account.verifier)
    }
  }

  /// The same for a name that nobody has: only a command can tell what its password is.
  private func takeStrangersTurn(
    _ session: SessionID, _ typed: TypedPassword, people: People, turn: Turn
  ) throws(Refusal) -> Effect {
    guard let registering = people.pending(of: session)?.registering, case .password(let password) = typed else {
      throw .unknownName
    }
    if let question = try askCommand(of: registering.name, password, for: session, turn: turn) { return question }
    // The command was taken away while the password stood in line.
    guard !registering.isNewcomer else { throw .unknownName }
    try turn.settings.requireNew(password)
    return .hashPassword(session, password: password)
  }

  /// The question to the command that knows passwords; nil where there is none.
  private func askCommand(
    of name: AccountName, _ password: String, for session: SessionID, turn: Turn
  ) throws(Refusal) -> Effect? {
    guard let command = turn.settings.passwordCommand else { return nil }
    // What can't be a password could be more than a line to the command.
    guard Password.allows(password) else { throw .passwordMalformed }
    return .askCommand(session, command, name: name.text, password: password)
  }

  private mutating func refuseWaiting(
    _ session: SessionID, _ refusal: Refusal, people: inout People, turn: inout Turn
  ) {
    typedPasswords[session] = nil
    guard let waiting = waiting(session, people) else { return }
    if people.takePasswordChange(of: session) == nil {
      _ = people.takePending(of: session)
      let name = waiting.account.flatMap { people.accounts[$0]?.name }
      people.logRefusedLogIn(name, refusal, from: session, turn: &turn)
    }
    turn.reply(to: Caller(session: session, number: waiting.number), .refused(refusal))
  }

  /// Whose password `session` wants looked at, without an account where nobody has the name, and in which request; nil
  /// when it has gone.
  private func waiting(_ session: SessionID, _ people: People) -> (account: AccountID?, number: UInt64)? {
    switch people.sessions[session]?.stage {
    case .prompt(let prompt): prompt.pending.map { ($0.account, $0.number) }
    case .member(let member): member.underWay.value.passwordChange.map { (member.account, $0.number) }
    case .leaving, nil: nil
    }
  }
}
