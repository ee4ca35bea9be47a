extension Room {
  /// The name that may be registered, if it may.
  func nameToRegister(_ text: String, at now: Moment) throws(Refusal) -> AccountName {
    let name = try AccountName(text)
    guard accounts.named(text) == nil else { throw .nameTaken(text) }
    guard !name.isOptionLike else { throw .nameMalformed(text) }
    guard !name.isAddress else { throw .nameIsAddress(text) }
    guard !bans.concerns(name, at: now.wall) else { throw .nameBanned(text) }
    return name
  }

  /// Looks at a wish to register, or without a password at whether there may be one.
  mutating func decideRegistration(
    of name: String, password: String?, code: String?, number: UInt64, session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    if let code, settings.registration == .invited {
      guard let bytes = InvitationCode.bytes(of: code) else { throw .invitationVoid }
      do throws(Refusal) {
        return try startRegistration(
          of: name, password: password, code: turn.secrets.digest(bytes), number: number, session: session, turn: &turn)
      } catch {
        logRefusedLogIn(nil, error, from: session, turn: &turn)
        throw error
      }
    }
    try startRegistration(
      of: name, password: password, code: nil, number: number, session: session, turn: &turn)
  }

  /// Goes on when the digest of the code is known, where one was given.
  mutating func startRegistration(
    of text: String, password: String?, code: TokenDigest?, number: UInt64, session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    guard settings.registration != .closed else { throw .registrationClosed }
    let name = try nameToRegister(text, at: turn.now)
    _ = try invitation(code, for: name, from: session, at: turn.now)
    guard let password else {
      turn.reply(session, number, .nameFree)
      return
    }
    try requireWritable()
    let pending = Prompt.Pending.registration(name, number: number, code: code)
    guard settings.passwordCommand == nil else {
      // Who registers shows to have the password there.
      return try startCheck(pending, of: password, account: nil, session, &turn)
    }
    try Password.requireNew(password, by: settings)
    try setPending(pending, of: session)
    turn.append(.hashPassword(session, password: password))
  }

  /// A new password has been hashed; or it is right elsewhere, and `verifier` is one that none is right for.
  mutating func passwordHashed(
    _ session: SessionID, _ verifier: PasswordVerifier, turn: inout Turn
  ) {
    endCheck(session, isFailure: false, turn: &turn)
    guard let pending = takePending(of: session), let (name, isNewcomer) = pending.registering else { return }
    do throws(Refusal) {
      try requireWritable()
      // Meanwhile somebody else may have got the name, or used the code up.
      _ = try nameToRegister(name.text, at: turn.now)
      var used: EntryID?
      // Who logs in by the operator's command has been let in by it.
      if case .registration(_, _, let code) = pending {
        used = try self.invitation(code, for: name, from: session, at: turn.now)
        if used == nil {
          _ = registrations.take(place(of: session), at: turn.now.uptime)
        }
      } else if !settings[isOn: .checkPasswordCreates] || settings.passwordCommand == nil {
        // It was taken back while the command was asked.
        throw .unknownName
      }
      let entry = registration(of: name, verifier, by: used, at: turn.now)
      turn.propose(
        Proposal(
          entry, replyTo: (session, pending.number), isNewcomer: isNewcomer,
          effects: [.log(.registered(user: name.text, address: address(of: session)))]))
    } catch {
      turn.reply(session, pending.number, .refused(error))
      return
    }
  }

  /// The account that may be de-registered, as far as can be told without its password.
  func accountToDeregister(named name: String, from session: SessionID, at now: Moment) throws(Refusal) -> Account {
    guard let account = accounts.named(name) else { throw .unknownName }
    if let address = sessions[session]?.origin.address, let left = secondsBlocked(account.id, on: address, now: now) {
      throw .stillBlocked(seconds: left)
    }
    // Who lost the connection can't log out there any more, so the grace stands in nobody's way.
    if presence[account.id]?.isConnected == true {
      throw .departureWhileOnline(account.name.text)
    }
    return account
  }

  mutating func decideDeregistration(
    number: UInt64, from session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    guard case .prompt(let prompt) = sessions[session]?.stage, let id = prompt.verifiedDeparture,
      let account = accounts[id]
    else { throw .departureNotVerified }
    try requireWritable()
    _ = try accountToDeregister(named: account.name.text, from: session, at: turn.now)
    turn.propose(Proposal(.deregistered(id), replyTo: (session, number)))
  }

  mutating func applyRegistration(
    of name: AccountName, verifier: PasswordVerifier, record: LogRecord, turn: inout Turn
  ) -> Reply {
    let id = AccountID(rawValue: record.id.rawValue)
    accounts.insert(Account(id: id, name: name, verifier: verifier, created: record.time))
    passBlocks(to: id, called: name, at: record.id, turn: &turn)
    return .registered(name: name.text)
  }

  mutating func applyDeregistration(
    of account: AccountID, outcome: inout AfterCommit, session: SessionID?, record: LogRecord, turn: inout Turn
  ) -> Reply {
    let name = accounts.name(of: account)
    putOut(
      account, "Your account was deleted by the administrator.", reason: .accountGone, at: record.time, turn: &turn)
    accounts.remove(account)
    blocks.remove(account)
    logInGuard.remove(account)
    logInFailures.remove(account)
    mailboxes.remove(account)
    runs.remove(account)
    _ = tokens.void(account)
    departures.remove(account)
    receipts.remove(account)
    outcome.discardOnSuccess += files.removeAll(of: account).map(\.id)
    var address = ""
    if let session {
      address = self.address(of: session)
      updatePrompt(of: session) { $0.verifiedDeparture = nil }
    }
    turn.append(.log(.deregistered(user: name, address: address)))
    return .deregistered(name: name)
  }
}
