// What somebody asks for who is logged in.
extension Room {
  /// Decides on a request of `account`, whose session lies at `place`.
  mutating func decideForMember(
    _ request: Request, of account: AccountID, place: Int, caller: Caller, turn: inout Turn
  ) throws(Refusal) {
    let run = people.sessions.run(at: place)
    let id = ClientRequestID(run: run, number: caller.number)
    if case .acknowledge(let entry) = request {
      messaging.runs.pass(id, of: account)
      return messaging.acknowledge(entry, by: account, people: people, turn: &turn)
    }
    // What is not decided on yet is sent again to the server that comes.
    let isLeftToTheNext = turn.mode == .stopping(restarts: true)
    if isLeftToTheNext, !request.isChange { return }
    noteActivity(request, of: account, place: place, turn: &turn)
    messaging.countForRate(account, session: caller.session, people: &people, turn: &turn)
    if request.isChange {
      switch messaging.runs.outcome(of: id, from: account) {
      case .done:
        // The first answer may have been lost before its commit; this one waits for it too.
        return turn.afterCommit(AfterCommit(caller: caller, reply: .doneBefore))
      case .refused: throw .refusedBefore
      case nil where isLeftToTheNext: return
      case nil: break
      }
    } else {
      messaging.runs.pass(id, of: account)
    }
    do throws(Refusal) {
      if request.isChange { try turn.requireWritable() }
      switch try answer(to: request, of: account, place: place, caller: caller, turn: &turn) {
      case .reply(let reply): turn.reply(to: caller, reply)
      case .later: break
      case .change(let entry):
        let refused = turn.log.isShared ? messaging.runs.propose(id, of: account) : []
        let origin = RequestOrigin(account: account, request: id)
        proposeNow(Proposal(entry, origin: origin, refused: refused, caller: caller), turn: &turn)
      case .trueAlready(let reply):
        _ = messaging.runs.propose(id, of: account)
        // What has made it true may wait for its commit.
        turn.afterCommit(AfterCommit(caller: caller, reply: reply))
      }
    } catch {
      switch error {
      // It may be sent again under its number, as long as nothing later has been decided on.
      case .readOnly, .stopping: break
      default: if request.isChange { messaging.runs.refuse(id, of: account) }
      }
      throw error
    }
  }

  /// The answer to a request, if nothing speaks against it.
  private enum Answer {
    case reply(Reply)
    /// It comes by itself.
    case later
    /// It comes when this is on disk.
    case change(Entry)
    /// What is asked for has come true by itself.
    case trueAlready(Reply)
  }

  private mutating func answer(
    to request: Request, of account: AccountID, place: Int, caller: Caller, turn: inout Turn
  ) throws(Refusal) -> Answer {
    switch request {
    case .whoelse: return .reply(.others(people.othersOnline(than: account)))
    case .wholasthr:
      let others = people.others(than: account, within: turn.parameters.lastHour, of: turn.now.uptime)
      return .reply(.lastHour(others))
    case .lastSeen(let name): return .reply(try people.lastSeen(name))

    case .broadcast(let body):
      let body = try messaging.proper(body)
      return .change(.message(kind: .broadcast, sender: account, to: .everybody, body: body))
    case .message(let name, let body):
      return .change(try messaging.privateMessage(body, to: name, from: account, people: people))
    case .block(let name): return .change(try messaging.block(name, by: account, people: people))
    case .unblock(let name): return .change(try messaging.unblock(name, by: account, people: people))
    case .listBlocked: return .reply(.blockedPeople(messaging.blockedPeople(of: account, people: people)))
    case .deliveredTo(let name):
      try messaging.askForReceipt(
        name, of: people.sessions.member(at: place), caller: caller, people: &people, turn: &turn)
    case .lookBack(let query):
      try messaging.lookBack(
        query, of: people.sessions.member(at: place), caller: caller, people: &people, turn: &turn)

    case .wantToken:
      try turn.requireWritable()
      admission.issueToken(to: account, run: people.sessions.run(at: place), caller: caller, turn: &turn)
    case .changePassword(let old, let new):
      try admission.startPasswordChange(
        old: old, new: new, of: people.sessions.member(at: place), caller: caller, people: &people, turn: &turn)

    case .listFiles: return .reply(.waitingFiles(files.listing(for: account, people: people)))
    case .offerFile(let recipient, let name, let size):
      try files.beginUpload(
        to: recipient, name: name, size: size, by: people.sessions.member(at: place),
        run: people.sessions.run(at: place), caller: caller, messaging: messaging, people: &people, turn: &turn)
    case .resumeUpload(let offer):
      try files.resumeUpload(
        offer: offer, by: people.sessions.member(at: place), run: people.sessions.run(at: place), caller: caller,
        people: &people, turn: &turn)
    case .getFile(let sender, let name):
      return .reply(
        try files.startDownload(
          from: sender, name: name, by: people.sessions.member(at: place), session: caller.session, people: &people,
          turn: &turn))
    case .resumeDownload(let file, let offset):
      return .reply(
        try files.resumeDownload(
          of: file, from: offset, by: people.sessions.member(at: place), session: caller.session, people: &people,
          turn: &turn))
    case .cancelTransfer(let transfer):
      return .reply(try files.cancel(transfer, of: caller.session, people: &people, turn: &turn))
    case .fileReceived(let id):
      guard let removal = files.removal(of: id, by: account) else { return .trueAlready(.fileHandedOver) }
      return .change(removal)
    case .declineFile(let sender, let name):
      return .change(try files.declining(name, from: sender, by: account, people: people))

    case .acknowledge, .leave: break
    case .checkName, .logIn, .checkNewName, .register, .checkDeparture, .verifyDeparture, .deregister, .resume:
      throw .alreadyLoggedIn
    }
    return .later
  }

  /// TIME_OUT starts anew, and the command is logged unless there are too many of them.
  private mutating func noteActivity(_ request: Request, of account: AccountID, place: Int, turn: inout Turn) {
    let isLogged = request.isLogged
    var verdict = CommandTally.Verdict.leaveOut
    people.sessions.updateMember(at: place) { member in
      member.isActive(at: turn.now.uptime)
      if isLogged {
        verdict = member.tally.count(at: turn.now.uptime)
      }
    }
    guard isLogged else { return }
    guard case .log(let leftOut) = verdict, let logged = request.loggedAs else {
      people.hasUntoldCommands = true
      return
    }
    let name = people.accounts.name(of: account)
    if leftOut > 0 {
      turn.append(.log(.commandsLeftOut(user: name, count: leftOut)))
    }
    // What is no account's name may be the first word of a message, or 64 KiB of anything.
    let target = logged.target.flatMap { people.accounts.named($0)?.name.text }
    let body = turn.settings[isOn: .logBodies] ? request.body : nil
    turn.append(.log(.command(user: name, name: logged.name, target: target, body: body)))
  }
}
