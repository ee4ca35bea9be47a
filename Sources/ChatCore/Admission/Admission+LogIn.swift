// The log-in prompt.
extension Admission {
  /// Decides on a request before the log-in.
  mutating func decide(
    _ request: Request, caller: Caller, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    let session = caller.session
    people.updatePrompt(of: session) { prompt in
      prompt.lastLine = turn.now.uptime
      prompt.firstNumber = prompt.firstNumber ?? caller.number
    }
    switch request {
    case .checkName(let name):
      let isNewcomer = try newcomer(named: name, from: session, people: &people, turn: &turn) != nil
      let account = isNewcomer ? nil : try accountToLogIn(named: name, from: session, people: &people, turn: &turn)
      try requireTry(of: account, from: session, people: &people, turn: &turn)
      turn.reply(to: caller, .nameKnown)
    case .logIn(let name, let password) where people.accounts.named(name) == nil:
      let newcomer = try newcomer(named: name, from: session, people: &people, turn: &turn)
      let pending: Prompt.Pending =
        newcomer.map { .newcomer($0, number: caller.number) } ?? .nobody(number: caller.number)
      try startCheck(pending, of: password, account: nil, from: session, people: &people, turn: &turn)
    case .verifyDeparture(let name, let password) where people.accounts.named(name) == nil:
      let pending = Prompt.Pending.nobody(number: caller.number)
      try startCheck(pending, of: password, account: nil, from: session, people: &people, turn: &turn)
    case .logIn(let name, let password):
      let account = try accountToLogIn(named: name, from: session, people: &people, turn: &turn)
      let rehash = account.verifier.cost.isBelow(turn.settings.passwordCost) ? password : nil
      let pending = Prompt.Pending.logIn(account.id, number: caller.number, rehash: rehash)
      try startCheck(pending, of: password, account: account, from: session, people: &people, turn: &turn)
    case .checkNewName(let name, let code):
      try decideRegistration(of: name, password: nil, code: code, caller: caller, people: &people, turn: &turn)
    case .register(let name, let password, let code):
      try decideRegistration(of: name, password: password, code: code, caller: caller, people: &people, turn: &turn)
    case .checkDeparture(let name):
      _ = try accountToDeregister(named: name, from: session, people: people, turn: turn)
      turn.reply(to: caller, .nameKnown)
    case .verifyDeparture(let name, let password):
      let account = try accountToDeregister(named: name, from: session, people: people, turn: turn)
      let pending = Prompt.Pending.departure(account.id, number: caller.number)
      try startCheck(pending, of: password, account: account, from: session, people: &people, turn: &turn)
    case .deregister:
      try decideDeregistration(caller, people: people, turn: &turn)
    case .resume(let token):
      do throws(Refusal) {
        try resume(caller, digest: turn.secrets.digest(token), people: &people, turn: &turn)
      } catch {
        people.logRefusedLogIn(nil, error, from: session, turn: &turn)
        people.refuseLogIn(caller, error, turn: &turn)
      }
    case .acknowledge, .leave:
      // The first never has an answer, and nothing was shown yet; the other is the room's.
      break
    case .whoelse, .wholasthr, .broadcast, .message, .block, .unblock, .changePassword, .wantToken, .listBlocked,
      .lastSeen, .deliveredTo, .lookBack, .offerFile, .listFiles, .getFile, .fileReceived, .declineFile, .resumeUpload,
      .resumeDownload, .cancelTransfer:
      throw .notLoggedIn
    }
  }

  /// A password check has come back.
  mutating func passwordChecked(
    _ session: SessionID, isRight: Bool, people: inout People, turn: inout Turn
  ) {
    endCheck(session, isFailure: !isRight, people: &people, turn: &turn)
    if isRight, people.pending(of: session)?.registering != nil {
      return passwordHashed(session, .unusable, people: &people, turn: &turn)
    }
    guard let pending = people.takePending(of: session), let address = people.sessions[session]?.origin.address else {
      return
    }
    let caller = Caller(session: session, number: pending.number)
    switch pending {
    case .logIn(let id, _, _), .departure(let id, _):
      do throws(Refusal) {
        guard let account = people.accounts[id] else { throw .unknownName }
        if let left = secondsBlocked(id, on: address, turn: turn) {
          throw .stillBlocked(seconds: left)
        }
        guard isRight else { return try wrongPassword(of: account, caller: caller, people: &people, turn: &turn) }
        if case .logIn(_, _, let rehash) = pending {
          var effects: [Effect] = []
          if let rehash, turn.mode == .open, turn.settings.passwordCommand == nil {
            let place = people.place(of: session)
            effects = [.rehashPassword(id, password: rehash, place: place, replacing: account.verifier)]
          }
          enter(id, caller: caller, effects: effects, people: &people, turn: &turn)
        } else {
          people.updatePrompt(of: session) { $0.verifiedDeparture = id }
          turn.reply(to: caller, .departureVerified(name: account.name.text))
        }
      } catch {
        if case .logIn = pending {
          people.logRefusedLogIn(people.accounts[id]?.name, error, from: session, turn: &turn)
        }
        people.refuseLogIn(caller, error, turn: &turn)
      }
    case .registration, .newcomer:
      people.logRefusedLogIn(nil, .credentialsWrong, from: session, turn: &turn)
      turn.reply(to: caller, .refused(.credentialsWrong))
    case .nobody, .entering:
      break
    }
  }

  /// The account that `outcome` has put on the disk is that of a newcomer, who is logged in now.
  func newcomerStored(_ outcome: AfterCommit, people: inout People, turn: inout Turn) {
    guard let caller = outcome.caller, let id = outcome.newcomer else { return }
    guard case .prompt(let prompt) = people.sessions[caller.session]?.stage, prompt.pending == nil,
      people.accounts[id] != nil
    else { return turn.reply(to: caller, outcome.reply) }
    enter(id, caller: caller, people: &people, turn: &turn)
  }

  /// The password could not be looked at, because too many wait or because of an error in the hash.
  mutating func passwordRefused(_ session: SessionID, people: inout People, turn: inout Turn) {
    endCheck(session, isFailure: false, people: &people, turn: &turn)
    if let number = people.takePasswordChange(of: session)?.number ?? people.takePending(of: session)?.number {
      turn.reply(to: Caller(session: session, number: number), .refused(.busy))
    }
  }

  /// The command that was asked could not tell whether the password is right, for this reason.
  mutating func passwordNotChecked(_ session: SessionID, reason: String, people: inout People, turn: inout Turn) {
    endCheck(session, isFailure: false, people: &people, turn: &turn)
    guard let pending = people.takePending(of: session) else { return }
    let name = pending.account.flatMap { people.accounts[$0]?.name }
    people.logRefusedLogIn(name, because: .notChecked(reason), from: session, turn: &turn)
    turn.reply(to: Caller(session: session, number: pending.number), .refused(.passwordNotChecked))
  }

  mutating func startCheck(
    _ pending: Prompt.Pending, of password: String, account: Account?, from session: SessionID, people: inout People,
    turn: inout Turn
  ) throws(Refusal) {
    try people.setPending(pending, of: session)
    do throws(Refusal) {
      try look(at: .password(password), of: account, from: session, people: &people, turn: &turn)
    } catch {
      _ = people.takePending(of: session)
      people.logRefusedLogIn(account?.name, error, from: session, turn: &turn)
      throw error
    }
  }

  private mutating func wrongPassword(
    of account: Account, caller: Caller, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    var triesLeft = 0
    people.updatePrompt(of: caller.session) { prompt in
      let wrong = prompt.wrongPasswords[account.id, default: 0] + 1
      triesLeft = LogInGuard.allowedTries - wrong
      prompt.wrongPasswords[account.id] = triesLeft > 0 ? wrong : 0
      prompt.verifiedDeparture = nil
    }
    try countWrongPassword(of: account, triesLeft: triesLeft, caller: caller, people: people, turn: &turn)
  }

  /// Tells of a wrong password, and blocks the name on the address when it was the last try.
  mutating func countWrongPassword(
    of account: Account, triesLeft: Int, caller: Caller, people: People, turn: inout Turn
  ) throws(Refusal) {
    let address = people.address(of: caller.session)
    let blockTime = turn.parameters.blockTime
    turn.append(.log(.logInFailed(user: account.name.text, address: address, triesLeft: triesLeft)))
    guard triesLeft == 0 else { throw .wrongPassword(triesLeft: triesLeft) }
    let blocked = Effect.log(.logInBlocked(user: account.name.text, address: address, seconds: blockTime))
    guard turn.mode == .open else {
      // A full disk must not open the door: the block holds, but won't survive a restart.
      turn.append(blocked)
      logInGuard.block(account.id, on: address, now: turn.now.uptime)
      throw .nowBlocked(seconds: blockTime)
    }
    turn.propose(Proposal(.logInBlocked(account.id, address: address), caller: caller, effects: [blocked]))
  }

  private func accountToLogIn(
    named name: String, from session: SessionID, people: inout People, turn: inout Turn
  ) throws(Refusal) -> Account {
    do throws(Refusal) {
      // An account that is not on disk yet is not there.
      guard let account = people.accounts.named(name), account.id.rawValue <= turn.log.committed.rawValue else {
        throw .unknownName
      }
      if let left = secondsBlocked(account.id, on: people.address(of: session), turn: turn) {
        throw .stillBlocked(seconds: left)
      }
      if people.presence[account.id]?.isConnected == true { throw .alreadyOnline }
      return account
    } catch {
      people.logRefusedLogIn(people.accounts.named(name)?.name, error, from: session, turn: &turn)
      throw error
    }
  }

  /// The name that nobody has, if who logs in with it gets an account.
  ///
  /// - Throws: `Refusal.nameBanned`, where it would be that but for a ban.
  private func newcomer(
    named name: String, from session: SessionID, people: inout People, turn: inout Turn
  ) throws(Refusal) -> AccountName? {
    guard turn.settings[isOn: .checkPasswordCreates], turn.settings.passwordCommand != nil else { return nil }
    do throws(Refusal) {
      return try nameToRegister(name, people: people, at: turn.now)
    } catch {
      guard case .nameBanned = error else { return nil }
      people.logRefusedLogIn(nil, error, from: session, turn: &turn)
      throw error
    }
  }
}

extension People {
  /// Answers a log-in with no; whom the room has no place for is not asked again.
  mutating func refuseLogIn(_ caller: Caller, _ refusal: Refusal, turn: inout Turn) {
    turn.reply(to: caller, .refused(refusal))
    if case .filledUp = refusal { close(caller.session, turn: &turn) }
  }

  /// Puts out who has typed nothing at the log-in prompt for too long, unless a password of theirs is being looked at.
  ///
  /// - Returns: when that will be so.
  mutating func tickAtPrompt(_ prompt: Prompt, of id: SessionID, turn: inout Turn) -> Uptime? {
    guard let seconds = turn.settings.seconds(of: .promptTime), prompt.pending == nil else { return nil }
    let deadline = prompt.lastLine.advanced(bySeconds: seconds)
    guard deadline <= turn.now.uptime else { return deadline }
    let address = address(of: id)
    logLeftOut(of: prompt, address: address, turn: &turn)
    turn.append(.event(id, .timedOut(seconds: seconds)))
    close(id, turn: &turn)
    logConnection(.disconnected(address: address), turn: &turn)
    return nil
  }

  func pending(of session: SessionID) -> Prompt.Pending? {
    if case .prompt(let prompt) = sessions[session]?.stage { prompt.pending } else { nil }
  }

  mutating func setPending(_ pending: Prompt.Pending, of session: SessionID) throws(Refusal) {
    guard case .prompt(let prompt) = sessions[session]?.stage, prompt.pending == nil else { throw .busy }
    updatePrompt(of: session) { $0.pending = pending }
  }

  mutating func takePending(of session: SessionID) -> Prompt.Pending? {
    guard let pending = pending(of: session) else { return nil }
    updatePrompt(of: session) { $0.pending = nil }
    return pending
  }
}
