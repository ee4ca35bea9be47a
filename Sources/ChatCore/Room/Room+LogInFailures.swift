// Failed log-ins per address, over all names and connections: see `LogInFailures`.
extension Room {
  /// Has `password` looked at for a log-in or a departure with `account`, now or when its turn comes.
  ///
  /// - Throws: `Refusal.tooManyFailures` and `Refusal.busy`.
  mutating func look(
    at password: String, of account: Account, from session: SessionID, at now: Moment, effects: inout [Effect]
  ) throws(Refusal) {
    do throws(Refusal) {
      switch try logInFailures.begin(account.id, from: place(of: session), by: session, at: now.uptime) {
      case .now: effects.append(.checkPassword(session, password: password, against: account.verifier))
      case .later: waitingPasswords[session] = password
      }
    } catch {
      logRefusedLogIn(account.name, error, from: session, at: now, effects: &effects)
      throw error
    }
  }

  /// Counts a log-in with a name that nobody has.
  ///
  /// - Throws: `Refusal.tooManyFailures` and `Refusal.busy`.
  mutating func failAtOnce(_ session: SessionID, at now: Moment, effects: inout [Effect]) throws(Refusal) {
    do throws(Refusal) {
      try logInFailures.failAtOnce(from: place(of: session), at: now.uptime)
    } catch {
      logRefusedLogIn(nil, error, from: session, at: now, effects: &effects)
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
        refuseWaiting(called, error, at: now, effects: &effects)
        // Nothing was looked at: whoever is next has that turn.
        let more = logInFailures.end(called, isFailure: false, at: now.uptime)
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
    waitingPasswords[session] = nil
  }

  /// The check that has waited, unless things have changed meanwhile.
  private mutating func takeTurn(_ session: SessionID, at now: Moment) throws(Refusal) -> Effect {
    guard let password = waitingPasswords[session], let waiting = waiting(session),
      let account = accounts[waiting.account]
    else { throw .unknownName }
    if let left = secondsBlocked(account.id, on: address(of: session), now: now) {
      throw .stillBlocked(seconds: left)
    }
    waitingPasswords[session] = nil
    return .checkPassword(session, password: password, against: account.verifier)
  }

  private mutating func refuseWaiting(
    _ session: SessionID, _ refusal: Refusal, at now: Moment, effects: inout [Effect]
  ) {
    waitingPasswords[session] = nil
    guard let waiting = waiting(session) else { return }
    _ = takePending(of: session)
    logRefusedLogIn(accounts[waiting.account]?.name, refusal, from: session, at: now, effects: &effects)
    effects.append(.reply(session, number: waiting.number, .refused(refusal)))
  }

  /// Whose password `session` wants looked at, and in which request; nil when it has left the prompt.
  private func waiting(_ session: SessionID) -> (account: AccountID, number: UInt64)? {
    guard case .prompt(let prompt) = sessions[session]?.stage else { return nil }
    return switch prompt.pending {
    case .logIn(let account, let number, _), .departure(let account, let number): (account, number)
    case .registration, nil: nil
    }
  }
}
