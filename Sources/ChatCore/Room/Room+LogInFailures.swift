// Failed log-ins per address, over all names and connections: see `LogInFailures`.
extension Room {
  /// Has what was typed looked at for `account`, now or when its turn comes. What for has to be noted before. Without an
  /// account it is for a name that nobody has, and fails in its turn.
  ///
  /// - Throws: why it is not looked at: `Refusal.tooManyFailures`, `Refusal.busy`, `Refusal.unknownName`.
  mutating func look(
    at typed: TypedPassword, of account: Account?, from session: SessionID, at now: Moment, effects: inout [Effect]
  ) throws(Refusal) {
    let turn = try logInFailures.begin(account?.id, from: place(of: session), by: session, at: now.uptime)
    typedPasswords[session] = typed
    guard case .now = turn else { return }
    do throws(Refusal) {
      effects.append(try takeTurn(session, at: now))
    } catch {
      endCheck(session, isFailure: account == nil, at: now, effects: &effects)
      throw error
    }
  }

  /// Tells somebody who has given a name that a password would not be looked at.
  ///
  /// - Throws: `Refusal.tooManyFailures`.
  mutating func requireTry(
    of account: Account, from session: SessionID, at now: Moment, effects: inout [Effect]
  ) throws(Refusal) {
    do throws(Refusal) {
      try logInFailures.check(account.id, from: place(of: session), at: now.uptime)
    } catch {
      logRefusedLogIn(account.name, error, from: session, at: now, effects: &effects)
      throw error
    }
  }

  /// The check of `session` is back, if one was counted: those in line behind it have their turn, or have waited in vain.
  mutating func endCheck(_ session: SessionID, isFailure: Bool, at now: Moment, effects: inout [Effect]) {
    var sequel = logInFailures.end(session, isFailure: isFailure, at: now.uptime)
    var place = 0
    while place < sequel.called.count {
      let called = sequel.called[place]
      place += 1
      do throws(Refusal) {
        effects.append(try takeTurn(called, at: now))
      } catch {
        // Unless nobody has the name nothing was looked at: whoever is next has that turn.
        let isFailure = waiting(called).map { $0.account == nil } ?? false
        refuseWaiting(called, error, at: now, effects: &effects)
        let more = logInFailures.end(called, isFailure: isFailure, at: now.uptime)
        sequel.called += more.called
        sequel.refused += more.refused
      }
    }
    for (session, refusal) in sequel.refused {
      refuseWaiting(session, refusal, at: now, effects: &effects)
    }
  }

  /// The connection is gone: nobody waits any more.
  mutating func leaveLine(_ session: SessionID) {
    logInFailures.leave(session)
    typedPasswords[session] = nil
  }

  /// The check of what was typed, unless nobody has the name or things have changed while it stood in line.
  private mutating func takeTurn(_ session: SessionID, at now: Moment) throws(Refusal) -> Effect {
    guard let typed = typedPasswords.removeValue(forKey: session), let waiting = waiting(session),
      let account = waiting.account.flatMap({ accounts[$0] })
    else { throw .unknownName }
    if let left = secondsBlocked(account.id, on: address(of: session), now: now) {
      throw .stillBlocked(seconds: left)
    }
    switch typed {
    case .password(let password):
      return .checkPassword(session, password: password, against: account.verifier)
    case .change(let old, let new):
      updateMember(of: session) { $0.underWay.value.passwordChange?.verifier = account.verifier }
      return .replacePassword(session, old: old, new: new, against: account.verifier)
    }
  }

  private mutating func refuseWaiting(
    _ session: SessionID, _ refusal: Refusal, at now: Moment, effects: inout [Effect]
  ) {
    typedPasswords[session] = nil
    guard let waiting = waiting(session) else { return }
    if takePasswordChange(of: session) == nil {
      _ = takePending(of: session)
      let name = waiting.account.flatMap { accounts[$0]?.name }
      logRefusedLogIn(name, refusal, from: session, at: now, effects: &effects)
    }
    effects.append(.reply(session, number: waiting.number, .refused(refusal)))
  }

  /// Whose password `session` wants looked at, without an account where nobody has the name, and in which request; nil
  /// when it has gone.
  private func waiting(_ session: SessionID) -> (account: AccountID?, number: UInt64)? {
    switch sessions[session]?.stage {
    case .prompt(let prompt):
      switch prompt.pending {
      case .logIn(let account, let number, _), .departure(let account, let number): (account, number)
      case .nobody(let number): (nil, number)
      case .registration, nil: nil
      }
    case .member(let member): member.underWay.value.passwordChange.map { (member.account, $0.number) }
    case .leaving, nil: nil
    }
  }
}
