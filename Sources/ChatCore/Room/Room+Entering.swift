// How a connection becomes a member's: by the right password, or by a token.
extension Room {
  /// Logs in whose password was right.
  ///
  /// - Throws: `Refusal.alreadyOnline` and `.filledUp`.
  mutating func logIn(
    _ account: Account, number: UInt64, session: SessionID, at now: Moment, effects: inout Effects
  ) throws(Refusal) {
    if case .connected = presence[account.id] {
      throw .alreadyOnline
    }
    try requirePlace(for: account.id)
    if let tokens = tokens[account.id], tokens.run != sessions[session]?.origin.run {
      voidTokens(of: account.id, effects: &effects)
    }
    enter(account, number: number, session: session, at: now, effects: &effects)
  }

  /// - Throws: `Refusal.filledUp` when the account would have to take a place that is not there.
  func requirePlace(for account: AccountID) throws(Refusal) {
    guard presence[account] != nil || presence.count < parameters.maxCon else {
      throw .filledUp(maxCon: parameters.maxCon)
    }
  }

  /// `session` is the one of `account` from here on. The others are told, unless the account counted as online.
  mutating func enter(
    _ account: Account, number: UInt64, session: SessionID, at now: Moment, effects: inout Effects
  ) {
    let resumes = presence[account.id] != nil
    if account.id.rawValue > shown.rawValue {
      newcomers.append(account.id)
    }
    presence[account.id] = .connected(session)
    noteTokens(of: account.id, isPresent: true, effects: &effects)
    logInFailures.noteRegular(account.id, at: place(of: session))
    let run = sessions[session]?.origin.run ?? 0
    keepParkedUploads(of: account.id, run: run, at: now, effects: &effects)
    let address = address(of: session)
    if case .prompt(let prompt) = sessions[session]?.stage {
      if prompt.firstNumber != 1 { runs.expectGaps(of: RunKey(account: account.id, run: run)) }
      runs.pass(ClientRequestID(run: run, number: number), of: account.id)
      logLeftOut(of: prompt, address: address, effects: &effects)
    }
    let member = Member(account: account.id, lastActivity: now.uptime, feed: .draining(after: account.cursor))
    sessions[session]?.stage = .member(member)
    let name = account.name.text
    effects.append(.log(.loggedIn(user: name, address: address, resumed: resumes)))
    if !resumes {
      effects.append(.eventToAll(.loggedIn(name: name)))
    }
    effects.append(.admit(session))
    effects.append(.reply(session, number: number, .welcome(name: name)))
    tellOfHeirs(account.id, on: session, effects: &effects)
    readOn(session, effects: &effects)
  }
}
