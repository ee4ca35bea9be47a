extension Room {
  /// The name that may be registered, if it may.
  func nameToRegister(_ text: String) throws(Refusal) -> AccountName {
    let name = try AccountName(text)
    guard accounts.named(text) == nil else { throw .nameTaken(text) }
    return name
  }

  /// The account that may be de-registered, as far as can be told without its password.
  func accountToDeregister(named name: String, from session: SessionID, at now: Moment) throws(Refusal) -> Account {
    guard let account = accounts.named(name) else { throw .unknownName }
    if let address = sessions[session]?.origin.address, let left = secondsBlocked(account.id, on: address, now: now) {
      throw .stillBlocked(seconds: left)
    }
    // Who lost the connection can't log out there any more, so the grace stands in nobody's way.
    if case .connected = presence[account.id] {
      throw .departureWhileOnline(account.name.text)
    }
    return account
  }

  mutating func decideDeregistration(
    number: UInt64, from session: SessionID, at now: Moment
  ) throws(Refusal) -> Decision {
    guard case .prompt(var prompt) = sessions[session]?.stage, let id = prompt.verifiedDeparture,
      let account = accounts[id]
    else { throw .departureNotVerified }
    try requireWritable()
    _ = try accountToDeregister(named: account.name.text, from: session, at: now)
    prompt.verifiedDeparture = nil
    sessions[session]?.stage = .prompt(prompt)
    return .propose(Proposal(.deregistered(id), replyTo: (session, number)))
  }

  mutating func applyRegistration(
    of name: AccountName, verifier: PasswordVerifier, record: LogRecord, effects: inout [Effect]
  ) -> Reply {
    let id = AccountID(rawValue: record.id.rawValue)
    accounts.insert(Account(id: id, name: name, verifier: verifier, created: record.time))
    passBlocks(to: id, called: name, at: record.id, effects: &effects)
    return .registered(name: name.text)
  }

  mutating func applyDeregistration(
    of account: AccountID, outcome: inout AfterCommit, session: SessionID?, at now: Moment, effects: inout [Effect]
  ) -> Reply {
    let name = accounts.name(of: account)
    if case .grace(_, let address) = presence[account] {
      endPresence(of: account, address: address ?? "", reason: .accountGone, at: now, effects: &effects)
    }
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
    let address = session.flatMap { sessions[$0]?.origin.address } ?? ""
    effects.append(.log(.deregistered(user: name, address: address)))
    return .deregistered(name: name)
  }
}
