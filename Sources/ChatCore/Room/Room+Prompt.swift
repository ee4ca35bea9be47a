extension Room {
  /// Decides on a request before the log-in.
  mutating func decideAtPrompt(
    _ request: Request, number: UInt64, from session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    updatePrompt(of: session) { prompt in
      prompt.lastLine = turn.now.uptime
      prompt.firstNumber = prompt.firstNumber ?? number
    }
    switch request {
    case .checkName(let name):
      let isNewcomer = try newcomer(named: name, from: session, turn: &turn) != nil
      let account = isNewcomer ? nil : try accountToLogIn(named: name, from: session, turn: &turn)
      try requireTry(of: account, from: session, turn: &turn)
      turn.reply(session, number, .nameKnown)
    case .logIn(let name, let password) where accounts.named(name) == nil:
      let newcomer = try newcomer(named: name, from: session, turn: &turn)
      try startCheck(
        newcomer.map { .newcomer($0, number: number) } ?? .nobody(number: number), of: password, account: nil, session,
        &turn)
    case .verifyDeparture(let name, let password) where accounts.named(name) == nil:
      try startCheck(.nobody(number: number), of: password, account: nil, session, &turn)
    case .logIn(let name, let password):
      let account = try accountToLogIn(named: name, from: session, turn: &turn)
      let rehash = account.verifier.cost.isBelow(settings.passwordCost) ? password : nil
      try startCheck(
        .logIn(account.id, number: number, rehash: rehash), of: password, account: account, session, &turn)
    case .checkNewName(let name, let code):
      try decideRegistration(
        of: name, password: nil, code: code, number: number, session: session, turn: &turn)
    case .register(let name, let password, let code):
      try decideRegistration(
        of: name, password: password, code: code, number: number, session: session, turn: &turn)
    case .checkDeparture(let name):
      _ = try accountToDeregister(named: name, from: session, at: turn.now)
      turn.reply(session, number, .nameKnown)
    case .verifyDeparture(let name, let password):
      let account = try accountToDeregister(named: name, from: session, at: turn.now)
      try startCheck(.departure(account.id, number: number), of: password, account: account, session, &turn)
    case .deregister:
      try decideDeregistration(number: number, from: session, turn: &turn)
    case .resume(let token):
      do throws(Refusal) {
        try resume(session, number: number, digest: turn.secrets.digest(token), turn: &turn)
      } catch {
        logRefusedLogIn(nil, error, from: session, turn: &turn)
        refuseLogIn(error, number: number, session: session, turn: &turn)
      }
    case .acknowledge:
      // It never has an answer, and nothing was shown yet.
      break
    default:
      throw .notLoggedIn
    }
  }

  /// A password check has come back.
  mutating func passwordChecked(
    _ session: SessionID, isRight: Bool, turn: inout Turn
  ) {
    endCheck(session, isFailure: !isRight, turn: &turn)
    if isRight, isToBeRegistered(session) {
      return passwordHashed(session, .unusable, turn: &turn)
    }
    guard let pending = takePending(of: session), let address = sessions[session]?.origin.address else {
      return
    }
    switch pending {
    case .logIn(let id, let number, _), .departure(let id, let number):
      do throws(Refusal) {
        guard let account = accounts[id] else { throw .unknownName }
        if let left = secondsBlocked(id, on: address, now: turn.now) {
          throw .stillBlocked(seconds: left)
        }
        guard isRight else {
          return try wrongPassword(of: account, number: number, session: session, turn: &turn)
        }
        if case .logIn(_, _, let rehash) = pending {
          var effects: [Effect] = []
          if let rehash, mode == .open, settings.passwordCommand == nil {
            let replaced = account.verifier
            effects = [.rehashPassword(id, password: rehash, place: place(of: session), replacing: replaced)]
          }
          enter(id, number: number, session: session, effects: effects, turn: &turn)
        } else {
          updatePrompt(of: session) { $0.verifiedDeparture = id }
          turn.reply(session, number, .departureVerified(name: account.name.text))
        }
      } catch {
        if case .logIn = pending {
          logRefusedLogIn(accounts[id]?.name, error, from: session, turn: &turn)
        }
        refuseLogIn(error, number: number, session: session, turn: &turn)
      }
    case .registration(_, let number, _), .newcomer(_, let number):
      logRefusedLogIn(nil, .credentialsWrong, from: session, turn: &turn)
      turn.reply(session, number, .refused(.credentialsWrong))
    case .nobody, .entering:
      break
    }
  }

  /// The account that `outcome` has put on the disk is that of a newcomer, who is logged in now.
  mutating func newcomerStored(_ outcome: AfterCommit, turn: inout Turn) {
    guard let session = outcome.session, let id = outcome.newcomer else { return }
    guard case .prompt(let prompt) = sessions[session]?.stage, prompt.pending == nil, accounts[id] != nil else {
      turn.reply(session, outcome.number, outcome.reply)
      return
    }
    enter(id, number: outcome.number, session: session, turn: &turn)
  }

  /// Answers a log-in with no; whom the room has no place for is not asked again.
  mutating func refuseLogIn(
    _ refusal: Refusal, number: UInt64, session: SessionID, turn: inout Turn
  ) {
    turn.reply(session, number, .refused(refusal))
    if case .filledUp = refusal {
      sessions[session]?.stage = .leaving
      turn.append(.close(session))
    }
  }

  /// The password could not be looked at, because too many wait or because of an error in the hash.
  mutating func passwordRefused(_ session: SessionID, turn: inout Turn) {
    endCheck(session, isFailure: false, turn: &turn)
    if let change = takePasswordChange(of: session) {
      turn.reply(session, change.number, .refused(.busy))
      return
    }
    if let number = takePending(of: session)?.number {
      turn.reply(session, number, .refused(.busy))
    }
  }

  /// The command that was asked could not tell whether the password is right, for this reason.
  mutating func passwordNotChecked(
    _ session: SessionID, reason: String, turn: inout Turn
  ) {
    endCheck(session, isFailure: false, turn: &turn)
    guard let pending = takePending(of: session) else { return }
    logRefusedLogIn(
      pending.account.flatMap { accounts[$0]?.name }, because: .notChecked(reason), from: session, turn: &turn)
    turn.reply(session, pending.number, .refused(.passwordNotChecked))
  }

  mutating func startCheck(
    _ pending: Prompt.Pending, of password: String, account: Account?, _ session: SessionID, _ turn: inout Turn
  ) throws(Refusal) {
    try setPending(pending, of: session)
    do throws(Refusal) {
      try look(at: .password(password), of: account, from: session, turn: &turn)
    } catch {
      _ = takePending(of: session)
      logRefusedLogIn(account?.name, error, from: session, turn: &turn)
      throw error
    }
  }

  private mutating func wrongPassword(
    of account: Account, number: UInt64, session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    var triesLeft = 0
    updatePrompt(of: session) { prompt in
      let wrong = prompt.wrongPasswords[account.id, default: 0] + 1
      triesLeft = LogInGuard.allowedTries - wrong
      prompt.wrongPasswords[account.id] = triesLeft > 0 ? wrong : 0
      prompt.verifiedDeparture = nil
    }
    try countWrongPassword(
      of: account, triesLeft: triesLeft, number: number, session: session, turn: &turn)
  }

  /// Tells of a wrong password, and blocks the name on the address when it was the last try.
  mutating func countWrongPassword(
    of account: Account, triesLeft: Int, number: UInt64, session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    let address = sessions[session]?.origin.address ?? ""
    turn.append(.log(.logInFailed(user: account.name.text, address: address, triesLeft: triesLeft)))
    guard triesLeft == 0 else { throw .wrongPassword(triesLeft: triesLeft) }
    let blocked = Effect.log(
      .logInBlocked(user: account.name.text, address: address, seconds: parameters.blockTime))
    guard mode == .open else {
      // A full disk must not open the door: the block holds, but won't survive a restart.
      turn.append(blocked)
      logInGuard.block(account.id, on: address, now: turn.now.uptime)
      throw .nowBlocked(seconds: parameters.blockTime)
    }
    turn.propose(
      Proposal(.logInBlocked(account.id, address: address), replyTo: (session, number), effects: [blocked]))
  }

  private mutating func accountToLogIn(
    named name: String, from session: SessionID, turn: inout Turn
  ) throws(Refusal) -> Account {
    do throws(Refusal) {
      return try accountToLogIn(named: name, from: session, at: turn.now)
    } catch {
      logRefusedLogIn(accounts.named(name)?.name, error, from: session, turn: &turn)
      throw error
    }
  }

  /// The name that nobody has, if who logs in with it gets an account.
  ///
  /// - Throws: `Refusal.nameBanned`, where it would be that but for a ban.
  private mutating func newcomer(
    named name: String, from session: SessionID, turn: inout Turn
  ) throws(Refusal) -> AccountName? {
    guard settings[isOn: .checkPasswordCreates], settings.passwordCommand != nil else { return nil }
    do throws(Refusal) {
      return try nameToRegister(name, at: turn.now)
    } catch {
      guard case .nameBanned = error else { return nil }
      logRefusedLogIn(nil, error, from: session, turn: &turn)
      throw error
    }
  }

  private func isToBeRegistered(_ session: SessionID) -> Bool {
    guard case .prompt(let prompt) = sessions[session]?.stage else { return false }
    return prompt.pending?.registering != nil
  }

  private func accountToLogIn(
    named name: String, from session: SessionID, at now: Moment
  ) throws(Refusal) -> Account {
    // An account that is not on disk yet is not there.
    guard let account = accounts.named(name), account.id.rawValue <= committed.rawValue else { throw .unknownName }
    if let address = sessions[session]?.origin.address, let left = secondsBlocked(account.id, on: address, now: now) {
      throw .stillBlocked(seconds: left)
    }
    if presence[account.id]?.isConnected == true {
      throw .alreadyOnline
    }
    return account
  }

  func secondsBlocked(_ account: AccountID, on address: String, now: Moment) -> Double? {
    logInGuard.secondsLeft(of: account, on: address, blockTime: parameters.blockTime, now: now.uptime)
  }

  func requireWritable() throws(Refusal) {
    switch mode {
    case .open: return
    case .readOnly: throw .readOnly
    case .stopping: throw .stopping
    }
  }

  mutating func setPending(_ pending: Prompt.Pending, of session: SessionID) throws(Refusal) {
    guard case .prompt(var prompt) = sessions[session]?.stage, prompt.pending == nil else { throw .busy }
    prompt.pending = pending
    sessions[session]?.stage = .prompt(prompt)
  }

  mutating func takePending(of session: SessionID) -> Prompt.Pending? {
    guard case .prompt(var prompt) = sessions[session]?.stage, let pending = prompt.pending else { return nil }
    prompt.pending = nil
    sessions[session]?.stage = .prompt(prompt)
    return pending
  }

  mutating func updatePrompt(of session: SessionID, _ change: (inout Prompt) -> Void) {
    guard case .prompt(var prompt) = sessions[session]?.stage else { return }
    change(&prompt)
    sessions[session]?.stage = .prompt(prompt)
  }
}
