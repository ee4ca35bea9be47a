// Who may register, and by what code; and who may go.
extension Admission {
  /// The name that may be registered, if it may.
  func nameToRegister(_ text: String, people: People, at now: Moment) throws(Refusal) -> AccountName {
    let name = try AccountName(text)
    guard people.accounts.named(text) == nil else { throw .nameTaken(text) }
    guard !name.isOptionLike else { throw .nameMalformed(text) }
    guard !name.isAddress else { throw .nameIsAddress(text) }
    guard !bans.concerns(name, at: now.wall) else { throw .nameBanned(text) }
    return name
  }

  /// The entry by which `name` is registered by `invitation`, or without one. A code that was for that name alone is good for
  /// nothing then, and so for nobody who finds it when the account is gone.
  func registration(
    of name: AccountName, _ verifier: PasswordVerifier, by invitation: EntryID?, at now: Moment
  ) -> Entry {
    let others = invitations.all(at: now.wall).filter { $0.name == name && $0.id != invitation }
    return .registered(name: name, verifier: verifier, invitations: (invitation.map { [$0] } ?? []) + others.map(\.id))
  }

  /// The invitation that `name` would be registered with; nil where it takes none.
  ///
  /// - Throws: `Refusal.registrationClosed`, `.invitationNeeded`, `.invitationVoid`, `.tooManyRegistrations`.
  private func invitation(
    _ code: TokenDigest?, for name: AccountName, from place: String, turn: Turn
  ) throws(Refusal) -> EntryID? {
    switch turn.settings.registration {
    case .closed:
      throw .registrationClosed
    case .invited:
      guard let code else { throw .invitationNeeded }
      guard let invitation = invitations.invitation(code, for: name, at: turn.now.wall) else { throw .invitationVoid }
      return invitation.id
    case .open:
      let wait = registrations.nanosecondsToToken(place, at: turn.now.uptime)
      guard wait == 0 else { throw .tooManyRegistrations(seconds: Double(wait) / 1_000_000_000) }
      return nil
    }
  }

  /// Looks at a wish to register, or without a password at whether there may be one.
  mutating func decideRegistration(
    of name: String, password: String?, code: String?, caller: Caller, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    guard let code, turn.settings.registration == .invited else {
      return try startRegistration(
        of: name, password: password, code: nil, caller: caller, people: &people, turn: &turn)
    }
    guard let bytes = InvitationCode.bytes(of: code) else { throw .invitationVoid }
    do throws(Refusal) {
      try startRegistration(
        of: name, password: password, code: turn.secrets.digest(bytes), caller: caller, people: &people, turn: &turn)
    } catch {
      people.logRefusedLogIn(nil, error, from: caller.session, turn: &turn)
      throw error
    }
  }

  /// Goes on when the digest of the code is known, where one was given.
  private mutating func startRegistration(
    of text: String, password: String?, code: TokenDigest?, caller: Caller, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    guard turn.settings.registration != .closed else { throw .registrationClosed }
    let name = try nameToRegister(text, people: people, at: turn.now)
    _ = try invitation(code, for: name, from: people.place(of: caller.session), turn: turn)
    guard let password else { return turn.reply(to: caller, .nameFree) }
    try turn.requireWritable()
    let pending = Prompt.Pending.registration(name, number: caller.number, code: code)
    guard turn.settings.passwordCommand == nil else {
      // Who registers shows to have the password there.
      return try startCheck(
        pending, of: password, account: nil, from: caller.session, people: &people, turn: &turn)
    }
    try turn.settings.requireNew(password)
    try people.setPending(pending, of: caller.session)
    turn.append(.hashPassword(caller.session, password: password))
  }

  /// A new password has been hashed; or it is right elsewhere, and `verifier` is one that none is right for.
  mutating func passwordHashed(
    _ session: SessionID, _ verifier: PasswordVerifier, people: inout People, turn: inout Turn
  ) {
    endCheck(session, isFailure: false, people: &people, turn: &turn)
    guard let pending = people.takePending(of: session), let (name, isNewcomer) = pending.registering else { return }
    let caller = Caller(session: session, number: pending.number)
    let place = people.place(of: session)
    do throws(Refusal) {
      try turn.requireWritable()
      // Meanwhile somebody else may have got the name, or used the code up.
      _ = try nameToRegister(name.text, people: people, at: turn.now)
      var used: EntryID?
      // Who logs in by the operator's command has been let in by it.
      if case .registration(_, _, let code) = pending {
        used = try invitation(code, for: name, from: place, turn: turn)
        if used == nil { _ = registrations.take(place, at: turn.now.uptime) }
      } else if !turn.settings[isOn: .checkPasswordCreates] || turn.settings.passwordCommand == nil {
        // It was taken back while the command was asked.
        throw .unknownName
      }
      turn.propose(
        Proposal(
          registration(of: name, verifier, by: used, at: turn.now), caller: caller, isNewcomer: isNewcomer,
          effects: [.log(.registered(user: name.text, address: people.address(of: session)))]))
    } catch {
      turn.reply(to: caller, .refused(error))
    }
  }

  /// The account that may be de-registered, as far as can be told without its password.
  func accountToDeregister(
    named name: String, from session: SessionID, people: People, turn: Turn
  ) throws(Refusal) -> Account {
    guard let account = people.accounts.named(name) else { throw .unknownName }
    if let left = secondsBlocked(account.id, on: people.address(of: session), turn: turn) {
      throw .stillBlocked(seconds: left)
    }
    // Who lost the connection can't log out there any more, so the grace stands in nobody's way.
    if people.presence[account.id]?.isConnected == true { throw .departureWhileOnline(account.name.text) }
    return account
  }

  func decideDeregistration(_ caller: Caller, people: People, turn: inout Turn) throws(Refusal) {
    guard case .prompt(let prompt) = people.sessions[caller.session]?.stage, let id = prompt.verifiedDeparture,
      let account = people.accounts[id]
    else { throw .departureNotVerified }
    try turn.requireWritable()
    _ = try accountToDeregister(named: account.name.text, from: caller.session, people: people, turn: turn)
    turn.propose(Proposal(.deregistered(id), caller: caller))
  }
}
