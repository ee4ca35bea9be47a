/// The chat room: who is there, who may say what to whom, and what follows from it.
///
/// A pure state machine in two halves. `decide` looks at a request and refuses it, answers it, or proposes a change;
/// the log gives the change its id; `apply` carries it out. All that shall happen outside comes back as effects, in
/// order. The room has no clock, no socket and no file: one queue owns it and passes the time in.
public struct Room: Sendable {
  /// The four live parameters.
  public internal(set) var parameters: Parameters
  /// All other settings, as they hold now.
  public internal(set) var settings: Settings

  /// So many transfers may run on one connection at once.
  public static let transfersPerSession = 8

  var accounts: AccountBook
  var blocks: BlockBook
  var logInGuard: LogInGuard
  var files: FileShelf
  var runs: RunLedger
  var tokens: ResumeTokens
  var departures: RecentDepartures
  var mailboxes: MailboxBook
  var receipts = ReceiptBook()
  var bans: BanBook
  var invitations: InvitationBook
  var logInFailures: LogInFailures
  /// What those in the line of `logInFailures` typed, until their turn comes.
  var typedPasswords: [SessionID: TypedPassword] = [:]
  /// Accounts that were registered from an address, without an invitation.
  var registrations: BucketTable<String>
  /// How fast everybody writes.
  var messageRates: BucketTable<AccountID>
  /// All uploads under way, those too that wait for their sender to come back.
  var uploads = UploadBook()
  var sessions = SessionTable()
  /// Everybody who counts as online, those in grace too.
  var presence: [AccountID: Presence] = [:]
  var tail: LogTail
  /// Everything up to here is on disk.
  var committed: EntryID
  /// Everything up to here was delivered to whoever reads live; never more than is on disk.
  var shown: EntryID
  /// Accounts that have logged in and are newer than what was shown last.
  var newcomers: [AccountID] = []
  var mode = Mode.open
  /// Whether people were told that the disk does not answer.
  public internal(set) var isDiskSilent = false
  /// Whether somebody's commands were left out of the server log and not told of yet.
  var hasUntoldCommands = false
  /// Keeps the server log short while a full room is run at.
  var refusedTally = CommandTally()
  /// And while connections come and go that never log in.
  var connectionTally = CommandTally()

  enum Mode: Hashable, Sendable {
    case open
    /// Nothing can be stored, and nothing is taken that would have to be.
    case readOnly(StorageTrouble)
    /// The server stops: nothing more is decided on. When it restarts, what is asked for now is not answered, and sent
    /// again then.
    case stopping(restarts: Bool)
  }

  /// A room with this past, whose next entry will have an id above `state.idBound`.
  public init(_ state: DurableState, parameters: Parameters, settings: Settings = Settings(), now: Moment) {
    self.parameters = parameters
    self.settings = settings
    accounts = AccountBook(state.accounts, formerNames: state.formerNames)
    blocks = BlockBook(state.blocks)
    logInGuard = LogInGuard(state.logInBlocks, now: now)
    files = FileShelf(state.files, name: accounts.name(of:))
    runs = RunLedger(state.runs)
    tokens = ResumeTokens(state.tokens)
    departures = RecentDepartures(state.accounts, now: now)
    mailboxes = MailboxBook(state.mail, settings: settings)
    bans = BanBook(state.bans)
    invitations = InvitationBook(state.invitations)
    registrations = BucketTable(settings.registrationRate)
    logInFailures = LogInFailures(settings.failedLogInRate, backlog: settings.limit(.passwordBacklog))
    messageRates = BucketTable(settings.messageRate)
    tail = LogTail(start: state.idBound)
    committed = state.idBound
    shown = state.idBound
    awaitThoseWhoWereOnline(at: now)
  }

  /// How many count as online: what MaxCon limits.
  public var onlineCount: Int {
    presence.count
  }

  /// Where `session` comes from; empty when it is gone.
  public func address(of session: SessionID) -> String {
    sessions[session]?.origin.address ?? ""
  }

  /// Where `session` comes from as limits count; empty when it is gone.
  public func place(of session: SessionID) -> String {
    sessions[session]?.origin.place ?? ""
  }

  /// Nothing that begins now can run out before so many seconds have passed; what is shorter than 10 ms may run out late.
  public var shortestDeadline: Double {
    // Without a grace nobody waits for its end; and a clock that never rests helps nobody with a tiny TIME_OUT.
    let grace = settings.seconds(of: .resumeGrace) ?? .infinity
    let untold = hasUntoldCommands ? 1.0 : .infinity
    let prompt = settings.seconds(of: .promptTime) ?? .infinity
    return max(0.01, min(shortestIdleTime, grace, untold, prompt))
  }

  /// Decides on request `number` of `session`.
  ///
  /// A person's changing request that was decided on before is not carried out again.
  mutating func decide(
    _ request: Request, number: UInt64, from session: SessionID, turn: inout Turn
  ) {
    guard let place = sessions.place(of: session) else { return }
    if case .leave(let farewell) = request {
      leave(farewell, number: number, from: session, turn: &turn)
      return
    }
    do throws(Refusal) {
      switch sessions.standing(at: place) {
      case .prompt:
        try decideAtPrompt(request, number: number, from: session, turn: &turn)
      case .member(let account):
        try decideForMember(
          request, of: account, place: place, number: number, from: session, turn: &turn)
      case .leaving:
        break
      }
    } catch {
      if case .blockedByReceiver(let name) = error, case .member(let account) = sessions.standing(at: place) {
        tellBlockers(of: account, called: name, turn: &turn)
      }
      turn.reply(session, number, .refused(error))
    }
  }

  /// Carries out `record` at its place in the log. `sequel` is what follows here alone.
  mutating func apply(_ record: LogRecord, sequel: Proposal.Sequel, turn: inout Turn) {
    var outcome = AfterCommit(
      session: sequel.replyTo?.session, number: sequel.replyTo?.number ?? 0, reply: .doneBefore,
      discardOnFailure: sequel.discardOnFailure)
    switch record.entry {
    case .message(let kind, let sender, let recipient, let body):
      blocks.sent(record.id, by: sender)
      if recipient == nil {
        tellBlockers(of: sender, turn: &turn)
      }
      outcome.reply = applyMessage(kind, from: sender, to: recipient, body: body, record: record)
    case .registered(let name, let verifier, let used):
      outcome.reply = applyRegistration(of: name, verifier: verifier, record: record, turn: &turn)
      for invitation in used { invitations.use(invitation) }
      if sequel.isNewcomer { outcome.newcomer = AccountID(rawValue: record.id.rawValue) }
    case .deregistered(let account):
      outcome.reply = applyDeregistration(
        of: account, outcome: &outcome, session: sequel.replyTo?.session, record: record, turn: &turn)
    case .blocked(let blocker, let blocked):
      blocks.block(blocked, by: blocker, at: record.id)
      outcome.reply = .blocked(name: accounts.name(of: blocked))
    case .unblocked(let blocker, let blocked):
      if let ended = blocks.unblock(blocked, by: blocker, at: record.id) {
        turn.forget(.block(ended))
      }
      outcome.reply = .unblocked(name: accounts.name(of: blocked))
    case .logInBlocked(let account, let address):
      logInGuard.block(account, on: address, now: turn.now.uptime(at: record.time))
      if let start = logInGuard.forgetEnded(blockTime: parameters.blockTime, now: turn.now) {
        turn.forget(.logInBlocks(before: start))
      }
      outcome.reply = .refused(.nowBlocked(seconds: parameters.blockTime))
    case .logInUnblocked(let account, let address):
      logInGuard.unblock(account, on: address)
    case .passwordChanged(let account, let verifier):
      accounts.setVerifier(of: account, to: verifier)
      outcome.reply = .passwordChanged
    case .fileStored(let file, let sender, let recipient, let name, let size, let digest):
      blocks.sent(record.id, by: sender)
      let waiting = WaitingFile(
        id: file, sender: sender, recipient: recipient, name: name, size: size, digest: digest, time: record.time)
      outcome.reply = applyFileStored(waiting, isHere: sequel.isHere, outcome: &outcome, record: record)
    case .fileRemoved(let file, let sender, let recipient, let notice):
      outcome.reply = applyFileRemoved(
        file, recipient: recipient, sender: sender, notice: notice, outcome: &outcome, record: record,
        turn: &turn)
    case .invited(let digest, let name, let uses, let until):
      invitations.insert(
        Invitation(id: record.id, digest: digest, name: name, uses: uses, made: record.time, until: until))
      forgetEnded(turn: &turn)
    case .invitationEnded(let id):
      invitations.remove(id)
    case .banned(let subject, let until, let reason):
      applyBan(of: subject, until: until, reason: reason, record: record, turn: &turn)
    case .unbanned(let id):
      bans.remove(id)
    }
    if outcome.session != nil || !outcome.discardOnSuccess.isEmpty || !outcome.discardOnFailure.isEmpty {
      turn.afterCommit(outcome)
    }
  }
}
