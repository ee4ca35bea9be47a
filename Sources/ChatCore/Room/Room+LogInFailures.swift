// Failed log-ins per address, over all names and connections: see `LogInFailures`.
extension Room {
  /// Has a log-in from `session` begin; `account` is nil where nobody has the name.
  ///
  /// - Returns: who has paid for it.
  /// - Throws: `Refusal.tooManyFailures`.
  @discardableResult
  mutating func pay(
    for account: Account?, from session: SessionID, at now: Moment, effects: inout [Effect]
  ) throws(Refusal) -> LogInFailures.Payer {
    do throws(Refusal) {
      return try logInFailures.begin(account?.id, from: place(of: session), at: now.uptime)
    } catch {
      logRefusedLogIn(account?.name, error, from: session, at: now, effects: &effects)
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

  /// Nothing has failed after all: who paid for the check on its way gets it back.
  mutating func forgive(_ session: SessionID, at now: Moment) {
    var payer: LogInFailures.Payer?
    updatePrompt(of: session) { prompt in
      payer = prompt.payer
      prompt.payer = nil
    }
    if let payer {
      logInFailures.forgive(payer, at: now.uptime)
    }
  }
}
