// How a connection becomes a member's: by the right password, or by a token.
extension Room {
  /// Logs in whose password was right.
  ///
  /// - Throws: `Refusal.alreadyOnline` and `.filledUp`.
  mutating func logIn(
    _ account: Account, number: UInt64, session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    if case .connected = presence[account.id] {
      throw .alreadyOnline
    }
    try requirePlace(for: account.id)
    if let tokens = tokens[account.id], tokens.run != sessions[session]?.origin.run {
      voidTokens(of: account.id, turn: &turn)
    }
    enter(account, number: number, session: session, turn: &turn)
  }

  /// - Throws: `Refusal.filledUp` when the account would have to take a place that is not there.
  func requirePlace(for account: AccountID) throws(Refusal) {
    guard presence[account] != nil || presence.count < parameters.maxCon else {
      throw .filledUp(maxCon: parameters.maxCon)
    }
  }

  /// `session` is the one of `account` from here on. The others are told, unless the account counted as online.
  mutating func enter(
    _ account: Account, number: UInt64, session: SessionID, turn: inout Turn
  ) {
    let resumes = presence[account.id] != nil
    if account.id.rawValue > shown.rawValue {
      newcomers.append(account.id)
    }
    presence[account.id] = .connected(session)
    noteTokens(of: account.id, isPresent: true, turn: &turn)
    logInFailures.noteRegular(account.id, at: place(of: session))
    let run = sessions[session]?.origin.run ?? 0
    keepParkedUploads(of: account.id, run: run, turn: &turn)
    let address = address(of: session)
    if case .prompt(let prompt) = sessions[session]?.stage {
      if prompt.firstNumber != 1 { runs.expectGaps(of: RunKey(account: account.id, run: run)) }
      runs.pass(ClientRequestID(run: run, number: number), of: account.id)
      logLeftOut(of: prompt, address: address, turn: &turn)
    }
    let member = Member(account: account.id, lastActivity: turn.now.uptime, feed: .draining(after: account.cursor))
    sessions[session]?.stage = .member(member)
    let name = account.name.text
    turn.append(.log(.loggedIn(user: name, address: address, resumed: resumes)))
    if !resumes {
      turn.append(.eventToAll(.loggedIn(name: name)))
    }
    turn.append(.admit(session))
    turn.reply(session, number, .welcome(name: name))
    tellOfHeirs(account.id, on: session, turn: &turn)
    readOn(session, turn: &turn)
  }
}
