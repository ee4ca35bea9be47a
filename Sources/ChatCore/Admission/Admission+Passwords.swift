// New passwords for those who have one: changed by their persons, or hashed anew because the cost was raised.
extension Admission {
  mutating func startPasswordChange(
    old: String, new: String, of member: Member, caller: Caller, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    try turn.requireWritable()
    guard let account = people.accounts[member.account] else { throw .notLoggedIn }
    guard turn.settings.passwordCommand == nil else { throw .passwordKeptElsewhere }
    try turn.settings.requireNew(new)
    if let left = secondsBlocked(account.id, on: people.address(of: caller.session), turn: turn) {
      throw .stillBlocked(seconds: left)
    }
    guard member.underWay.value.passwordChange == nil else { throw .busy }
    people.updateMember(of: caller.session) { member in
      member.underWay.value.passwordChange = PasswordChange(number: caller.number, verifier: account.verifier)
    }
    do throws(Refusal) {
      // What the log-in does not let anybody guess is not guessed here either.
      try look(at: .change(old: old, new: new), of: account, from: caller.session, people: &people, turn: &turn)
    } catch {
      _ = people.takePasswordChange(of: caller.session)
      throw error
    }
  }

  /// The old password was checked; `verifier` is the new one's, nil when the old one is wrong.
  mutating func passwordReplaced(
    _ session: SessionID, _ verifier: PasswordVerifier?, people: inout People, turn: inout Turn
  ) {
    endCheck(session, isFailure: verifier == nil, people: &people, turn: &turn)
    guard case .member(let member) = people.sessions[session]?.stage,
      let change = people.takePasswordChange(of: session)
    else {
      return
    }
    let caller = Caller(session: session, number: change.number)
    do throws(Refusal) {
      guard let account = people.accounts[member.account] else { throw .notLoggedIn }
      if let left = secondsBlocked(account.id, on: people.address(of: session), turn: turn) {
        throw .stillBlocked(seconds: left)
      }
      // The operator may have given a new password meanwhile: then the old one is right no more.
      guard let verifier, account.verifier == change.verifier else {
        return try wrongOldPassword(of: account, caller: caller, people: &people, turn: &turn)
      }
      try turn.requireWritable()
      people.updateMember(of: session) { $0.wrongPasswords = 0 }
      turn.propose(Proposal(.tokensVoided(account.id)))
      turn.propose(
        Proposal(
          .passwordChanged(account.id, verifier), caller: caller,
          effects: [.log(.passwordChanged(user: account.name.text, address: people.address(of: session)))]))
    } catch {
      turn.reply(to: caller, .refused(error))
    }
  }

  /// A right password was hashed anew. `replaced` is what it was checked against.
  mutating func passwordRehashed(
    _ account: AccountID, _ verifier: PasswordVerifier, replacing replaced: PasswordVerifier, people: People,
    turn: inout Turn
  ) {
    // Another new one was quicker, or there is no room for this one: the next log-in makes up for it.
    guard turn.mode == .open, people.accounts[account]?.verifier == replaced else { return }
    // Nor is the one replaced that a change is checking the old password against.
    if let session = people.connectedSession(of: account), case .member(let member) = people.sessions[session]?.stage,
      member.underWay.value.passwordChange != nil
    {
      return
    }
    turn.propose(Proposal(.passwordChanged(account, verifier)))
  }

  private mutating func wrongOldPassword(
    of account: Account, caller: Caller, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    var triesLeft = 0
    people.updateMember(of: caller.session) { member in
      triesLeft = LogInGuard.allowedTries - Int(member.wrongPasswords) - 1
      member.wrongPasswords = triesLeft > 0 ? member.wrongPasswords + 1 : 0
    }
    try countWrongPassword(of: account, triesLeft: triesLeft, caller: caller, people: people, turn: &turn)
  }
}

extension People {
  mutating func takePasswordChange(of session: SessionID) -> PasswordChange? {
    var change: PasswordChange?
    updateMember(of: session) { member in
      change = member.underWay.value.passwordChange
      member.underWay.value.passwordChange = nil
    }
    return change
  }
}
