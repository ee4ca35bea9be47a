// New passwords for those who have one: changed by their persons, or hashed anew because the cost was raised.
extension Room {
  mutating func startPasswordChange(
    old: String, new: String, of member: Member, number: UInt64, session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    try requireWritable()
    guard let account = accounts[member.account] else { throw .notLoggedIn }
    guard settings.passwordCommand == nil else { throw .passwordKeptElsewhere }
    try Password.requireNew(new, by: settings)
    if let left = secondsBlocked(account.id, on: address(of: session), now: turn.now) {
      throw .stillBlocked(seconds: left)
    }
    guard member.underWay.value.passwordChange == nil else { throw .busy }
    updateMember(of: session) { member in
      member.underWay.value.passwordChange = PasswordChange(number: number, verifier: account.verifier)
    }
    do throws(Refusal) {
      // What the log-in does not let anybody guess is not guessed here either.
      try look(at: .change(old: old, new: new), of: account, from: session, turn: &turn)
    } catch {
      _ = takePasswordChange(of: session)
      throw error
    }
  }

  /// The old password was checked; `verifier` is the new one's, nil when the old one is wrong.
  mutating func passwordReplaced(
    _ session: SessionID, _ verifier: PasswordVerifier?, turn: inout Turn
  ) {
    endCheck(session, isFailure: verifier == nil, turn: &turn)
    guard case .member(let member) = sessions[session]?.stage, let change = takePasswordChange(of: session) else {
      return
    }
    do throws(Refusal) {
      guard let account = accounts[member.account] else { throw .notLoggedIn }
      if let left = secondsBlocked(account.id, on: address(of: session), now: turn.now) {
        throw .stillBlocked(seconds: left)
      }
      // The operator may have given a new password meanwhile: then the old one is right no more.
      guard let verifier, account.verifier == change.verifier else {
        return try wrongOldPassword(of: account, change, session: session, turn: &turn)
      }
      try requireWritable()
      updateMember(of: session) { $0.wrongPasswords = 0 }
      voidTokens(of: account.id, turn: &turn)
      turn.propose(
        Proposal(
          .passwordChanged(account.id, verifier), replyTo: (session, change.number),
          effects: [.log(.passwordChanged(user: account.name.text, address: address(of: session)))]))
    } catch {
      turn.reply(session, change.number, .refused(error))
      return
    }
  }

  /// A right password was hashed anew. `replaced` is what it was checked against.
  mutating func passwordRehashed(
    _ account: AccountID, _ verifier: PasswordVerifier, replacing replaced: PasswordVerifier, turn: inout Turn
  ) {
    // Another new one was quicker, or there is no room for this one: the next log-in makes up for it.
    guard mode == .open, accounts[account]?.verifier == replaced else { return }
    // Nor is the one replaced that a change is checking the old password against.
    if let session = connectedSession(of: account), case .member(let member) = sessions[session]?.stage,
      member.underWay.value.passwordChange != nil
    {
      return
    }
    turn.propose(Proposal(.passwordChanged(account, verifier)))
  }

  private mutating func wrongOldPassword(
    of account: Account, _ change: PasswordChange, session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    var triesLeft = 0
    updateMember(of: session) { member in
      triesLeft = LogInGuard.allowedTries - Int(member.wrongPasswords) - 1
      member.wrongPasswords = triesLeft > 0 ? member.wrongPasswords + 1 : 0
    }
    try countWrongPassword(
      of: account, triesLeft: triesLeft, number: change.number, session: session, turn: &turn)
  }

  mutating func takePasswordChange(of session: SessionID) -> PasswordChange? {
    var change: PasswordChange?
    updateMember(of: session) { member in
      change = member.underWay.value.passwordChange
      member.underWay.value.passwordChange = nil
    }
    return change
  }
}
