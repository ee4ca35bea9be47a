extension Room {
  /// Decides on a request of somebody who is logged in.
  mutating func decideForMember(
    _ request: Request, of account: AccountID, place: Int, number: UInt64, from session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    let run = sessions.run(at: place)
    let id = ClientRequestID(run: run, number: number)
    if case .acknowledge(let entry) = request {
      runs.pass(id, of: account)
      acknowledge(entry, by: account, turn: &turn)
      return
    }
    // What is not decided on yet is sent again to the server that comes.
    let isLeftToTheNext = mode == .stopping(restarts: true)
    if isLeftToTheNext, !request.isChange { return }
    noteActivity(request, of: account, place: place, turn: &turn)
    countForRate(account, session: session, turn: &turn)
    guard request.isChange else {
      runs.pass(id, of: account)
      guard let member = sessions.member(at: place) else { return }
      return try decideQuestion(
        request, of: member, run: run, number: number, from: session, turn: &turn)
    }

    let origin = RequestOrigin(account: account, request: id)
    switch runs.outcome(of: id, from: account) {
    case .done:
      // The first answer may have been lost before its commit; this one waits for it too.
      turn.afterCommit(AfterCommit(session: session, number: number, reply: .doneBefore))
      return
    case .refused:
      throw .refusedBefore
    case nil where isLeftToTheNext:
      return
    case nil:
      break
    }
    do throws(Refusal) {
      try requireWritable()
      guard let entry = try entry(for: request, of: account) else {
        _ = runs.propose(id, of: account)
        // The removal that was asked for before may wait for its commit.
        turn.afterCommit(AfterCommit(session: session, number: number, reply: .fileHandedOver))
        return
      }
      let refused = turn.log.isShared ? runs.propose(id, of: account) : []
      proposeNow(Proposal(entry, origin: origin, refused: refused, replyTo: (session, number)), turn: &turn)
    } catch {
      switch error {
      // It may be sent again under its number, as long as nothing later has been decided on.
      case .readOnly, .stopping: break
      default: runs.refuse(id, of: account)
      }
      throw error
    }
  }

  /// Requests that change nothing durable, or only after a while.
  private mutating func decideQuestion(
    _ request: Request, of member: Member, run: UInt64, number: UInt64, from session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    let reply: Reply
    switch request {
    case .whoelse:
      reply = .others(othersOnline(than: member.account))
    case .wholasthr:
      reply = .lastHour(othersOfLastHour(than: member.account, now: turn.now))
    case .listFiles:
      reply = .waitingFiles(listing(for: member.account))
    case .listBlocked:
      reply = .blockedPeople(blockedPeople(of: member.account))
    case .lastSeen(let name):
      reply = try lastSeen(name)
    case .deliveredTo(let name):
      try askForReceipt(name, of: member, number: number, session: session, turn: &turn)
      return
    case .lookBack(let query):
      try lookBack(query, of: member, number: number, session: session, turn: &turn)
      return
    case .wantToken:
      try requireWritable()
      issueToken(to: member.account, run: run, number: number, session: session, turn: &turn)
      return
    case .changePassword(let old, let new):
      try startPasswordChange(
        old: old, new: new, of: member, number: number, session: session, turn: &turn)
      return
    case .offerFile(let recipient, let name, let size):
      try beginUpload(
        to: recipient, name: name, size: size, by: member, run: run, number: number, session: session, turn: &turn)
      return
    case .getFile(let sender, let name):
      reply = try startDownload(from: sender, name: name, by: member, session: session, turn: &turn)
    case .resumeUpload(let offer):
      try resumeUpload(
        offer: offer, by: member, run: run, number: number, session: session, turn: &turn)
      return
    case .resumeDownload(let file, let offset):
      reply = try resumeDownload(of: file, from: offset, by: member, session: session, turn: &turn)
    case .cancelTransfer(let transfer):
      reply = try cancel(transfer, of: session, turn: &turn)
    default:
      throw .alreadyLoggedIn
    }
    turn.reply(session, number, reply)
  }

  /// The change that a request asks for, if nothing speaks against it; nil when it has come true by itself.
  private func entry(for request: Request, of account: AccountID) throws(Refusal) -> Entry? {
    switch request {
    case .broadcast(let body): .message(kind: .broadcast, sender: account, recipient: nil, body: try proper(body))
    case .message(let name, let body): try privateMessage(body, to: name, from: account)
    case .block(let name): try block(name, by: account)
    case .unblock(let name): try unblock(name, by: account)
    case .fileReceived(let id): removal(of: id, by: account)
    case .declineFile(let sender, let name): try declining(name, from: sender, by: account)
    default: throw .alreadyLoggedIn
    }
  }

  private mutating func acknowledge(_ id: EntryID, by account: AccountID, turn: inout Turn) {
    // Nobody can have been shown what was not written yet; such a cursor would hide messages for ever.
    if id <= shown, accounts[account].map({ $0.cursor < id }) == true {
      turn.propose(Proposal(.read(account, through: id)))
    }
  }

  /// TIME_OUT starts anew, and the command is logged unless there are too many of them.
  private mutating func noteActivity(
    _ request: Request, of account: AccountID, place: Int, turn: inout Turn
  ) {
    let isLogged = request.isLogged
    var verdict = CommandTally.Verdict.leaveOut
    sessions.updateMember(at: place) { member in
      member.isActive(at: turn.now.uptime)
      if isLogged {
        verdict = member.tally.count(at: turn.now.uptime)
      }
    }
    guard isLogged else { return }
    guard case .log(let leftOut) = verdict, let logged = request.loggedAs else {
      hasUntoldCommands = true
      return
    }
    let name = accounts.name(of: account)
    if leftOut > 0 {
      turn.append(.log(.commandsLeftOut(user: name, count: leftOut)))
    }
    // What is no account's name may be the first word of a message, or 64 KiB of anything.
    let target = logged.target.flatMap { accounts.named($0)?.name.text }
    let body = settings[isOn: .logBodies] ? request.body : nil
    turn.append(.log(.command(user: name, name: logged.name, target: target, body: body)))
  }

  mutating func updateMember(of session: SessionID, _ change: (inout Member) -> Void) {
    if let place = sessions.place(of: session) {
      sessions.updateMember(at: place, change)
    }
  }
}

extension Request {
  /// Whether carrying it out changes what is stored, so that doing it twice must be prevented.
  public var isChange: Bool {
    switch self {
    case .broadcast, .message, .block, .unblock, .fileReceived, .declineFile: true
    default: false
    }
  }

  /// What somebody wrote to others.
  fileprivate var body: String? {
    switch self {
    case .broadcast(let body), .message(_, let body): body
    default: nil
    }
  }

  /// Whether the server log shows it.
  fileprivate var isLogged: Bool {
    switch self {
    case .broadcast, .message: true
    default: loggedAs != nil
    }
  }

  /// The command and the other person, as the server log shows them; nil for what nobody typed.
  var loggedAs: (name: String, target: String?)? {
    switch self {
    case .whoelse: ("whoelse", nil)
    case .wholasthr: ("wholasthr", nil)
    case .broadcast: ("broadcast", nil)
    case .message(let name, _): ("message", name)
    case .block(let name): ("block", name)
    case .unblock(let name): ("unblock", name)
    case .changePassword: ("password", nil)
    case .listBlocked: ("blocked", nil)
    case .lastSeen(let name): ("seen", name)
    // What is searched for is as private as what is written.
    case .lookBack(let query): (query.text == nil ? "history" : "search", query.person)
    case .offerFile(let name, _, _): ("file", name)
    case .listFiles: ("fileget", nil)
    case .getFile(let name, _): ("fileget", name)
    case .declineFile(let name, _): ("filedecline", name)
    default: nil
    }
  }
}
