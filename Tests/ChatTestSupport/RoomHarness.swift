import ChatCore

/// Drives a `Room` as the server does, with everything in memory and nothing happening by itself: commits, page reads
/// and drains come when the test says so, or at once while `isPrompt` is set.
///
/// Passwords are not hashed here: a verifier holds the password itself.
public struct RoomHarness: Sendable {
  /// The room under test.
  public private(set) var room: Room
  /// What is on disk.
  public private(set) var store: MemoryStore
  /// The time.
  public var clock = ManualClock()
  /// Whether commits, page reads and drains follow at once.
  public var isPrompt = true
  /// What every session was sent.
  public private(set) var inboxes: [SessionID: Inbox] = [:]
  /// Everything the room wanted logged.
  public private(set) var logged: [ServerEvent] = []
  /// The bytes of files that are in the depot.
  public private(set) var depot: Set<FileID> = []
  /// Uploads that the room let begin, by session and transfer.
  public private(set) var uploads: [SessionID: [TransferID: FileID]] = [:]
  /// Page reads that were asked for and not answered yet.
  public private(set) var pendingPages: [(session: SessionID, account: AccountID, after: EntryID, through: EntryID)] =
    []
  /// Sessions that are told when they have taken everything.
  public private(set) var pendingDrains: Set<SessionID> = []
  /// Entries that are decided on and not committed.
  public private(set) var gathering = LogBatch()

  private var ids: EntryIDAllocator
  private var outcomes: [AfterCommit] = []
  private var limits: RoomLimits
  private var lastSession: UInt64 = 0
  private var lastNumber: UInt64 = 0

  /// What one session was sent.
  public struct Inbox: Sendable {
    /// In the order they came, final and interim ones.
    public var replies: [(number: UInt64, reply: Reply)] = []
    /// In the order they came.
    public var events: [Event] = []
    /// Whether it takes what goes to live sessions.
    public var isLive = false
    /// Whether the room has closed it.
    public var isClosed = false
    /// While set, what goes to live sessions does not get through, as when a reader is too slow.
    public var isStuck = false

    /// The messages of the log it was sent.
    public var messages: [DeliveredMessage] {
      events.compactMap { if case .message(let message) = $0 { message } else { nil } }
    }
  }

  /// A room on an empty store.
  public init(parameters: Parameters = Parameters(), limits: RoomLimits = RoomLimits(), store: MemoryStore = MemoryStore()) {
    self.store = store
    self.limits = limits
    ids = EntryIDAllocator(after: store.state.idBound)
    room = Room(store.state, parameters: parameters, limits: limits, now: clock.now)
    grantIDs()
  }

  // MARK: What happens to the room

  /// Opens a connection. Nil when the room refused it.
  public mutating func connect(from address: String = "127.0.0.1", run: UInt64 = 1) -> SessionID? {
    lastSession += 1
    let session = SessionID(rawValue: lastSession)
    var effects: [Effect] = []
    inboxes[session] = Inbox()
    refusal = room.connected(session, from: address, run: run, effects: &effects)
    carryOut(effects)
    return refusal == nil ? session : nil
  }

  /// Why the last connection was refused.
  public private(set) var refusal: Refusal?

  /// Asks, and gives the last answer to that request so far; nil when there is none yet.
  @discardableResult
  public mutating func ask(_ session: SessionID, _ request: Request, number: UInt64? = nil) -> Reply? {
    let number = number ?? lastNumber + 1
    lastNumber = max(lastNumber, number)
    var effects: [Effect] = []
    let decision = room.decide(request, number: number, from: session, at: clock.now, effects: &effects)
    settle(decision, effects)
    return inboxes[session]?.replies.last { $0.number == number }?.reply
  }

  /// Registers `name` with the password `password-of-NAME`, over a connection of its own.
  public mutating func register(_ name: String) {
    guard let session = connect(from: "192.0.2.1") else { return }
    ask(session, .register(name: name, password: Self.password(of: name)))
    ask(session, .leave(.quit))
    lose(session)
  }

  /// Connects and logs `name` in. Nil when that did not work.
  public mutating func logIn(_ name: String, from address: String = "127.0.0.1", run: UInt64 = 1) -> SessionID? {
    guard let session = connect(from: address, run: run) else { return nil }
    let reply = ask(session, .logIn(name: name, password: Self.password(of: name)))
    guard case .welcome = reply else { return nil }
    return session
  }

  /// The password that `register` gives `name`.
  public static func password(of name: String) -> String {
    "password-of-\(name)"
  }

  /// The connection of `session` is gone.
  public mutating func lose(_ session: SessionID) {
    var effects: [Effect] = []
    inboxes[session]?.isLive = false
    inboxes[session]?.isClosed = true
    room.disconnected(session, at: clock.now, effects: &effects)
    carryOut(effects)
  }

  /// Lets time pass and the room do what its time has come for.
  public mutating func pass(_ seconds: Double) {
    clock.advance(by: seconds)
    var effects: [Effect] = []
    _ = room.tick(at: clock.now, effects: &effects)
    carryOut(effects)
  }

  /// Changes a parameter as `admin set` does.
  public mutating func set(_ parameter: Parameter, to text: String) {
    var parameters = room.parameters
    precondition(parameters.set(parameter, to: text))
    room.change(parameters)
  }

  /// Stops the room.
  public mutating func stop() {
    var effects: [Effect] = []
    room.stop(at: clock.now, effects: &effects)
    carryOut(effects)
    commit()
  }

  /// All bytes of the upload came and are on disk.
  public mutating func finishUpload(_ session: SessionID, _ transfer: TransferID, digest: [UInt8] = digest) {
    guard let file = uploads[session]?.removeValue(forKey: transfer) else { return }
    depot.insert(file)
    var effects: [Effect] = []
    let decision = room.uploadStored(session, transfer, file, digest: digest, at: clock.now, effects: &effects)
    settle(decision, effects)
  }

  /// The digest that `finishUpload` claims.
  public static let digest = [UInt8](repeating: 7, count: 32)

  // MARK: What happens around it

  /// The gathered batch reaches the disk.
  public mutating func commit() {
    let ended = take()
    store.commit(ended.batch)
    if let bound = ended.batch.idBound {
      ids.grant(bound)
    }
    if let last = ended.batch.records.last {
      room.committed(through: last.id)
    }
    for outcome in ended.outcomes {
      answer(outcome, outcome.reply)
      depot.subtract(outcome.discardOnSuccess)
    }
    grantIDs()
  }

  /// The gathered batch does not reach the disk.
  public mutating func failCommit() {
    let ended = take()
    ids.requestFailed()
    for outcome in ended.outcomes {
      answer(outcome, .refused(.notStored))
      depot.subtract(outcome.discardOnFailure)
    }
    var effects: [Effect] = []
    room.recover(store.state, at: clock.now, effects: &effects)
    room.enterReadOnly(effects: &effects)
    carryOut(effects)
    grantIDs()
  }

  /// There is room on the disk again.
  public mutating func leaveReadOnly() {
    var effects: [Effect] = []
    room.leaveReadOnly(effects: &effects)
    carryOut(effects)
  }

  /// The server is killed and started again: only what is on disk is left, and every connection is gone.
  public mutating func crash() {
    let parameters = room.parameters
    for session in inboxes.keys {
      inboxes[session]?.isClosed = true
      inboxes[session]?.isLive = false
    }
    gathering = LogBatch()
    outcomes = []
    pendingPages = []
    pendingDrains = []
    uploads = [:]
    ids = EntryIDAllocator(after: store.state.idBound)
    room = Room(store.state, parameters: parameters, limits: limits, now: clock.now)
    grantIDs()
  }

  /// Answers the page read that was asked for first.
  public mutating func deliverPage(limit: Int = 256) {
    guard !pendingPages.isEmpty else { return }
    let asked = pendingPages.removeFirst()
    let page = store.page(of: asked.account, after: asked.after, through: asked.through, limit: limit)
    var effects: [Effect] = []
    room.pageRead(asked.session, page, effects: &effects)
    carryOut(effects)
  }

  /// Everything queued for `session` has gone out.
  public mutating func drain(_ session: SessionID) {
    guard pendingDrains.remove(session) != nil, inboxes[session]?.isClosed == false else { return }
    inboxes[session]?.isStuck = false
    var effects: [Effect] = []
    room.drained(session, effects: &effects)
    carryOut(effects)
  }

  /// From now on what goes to live sessions does not get through to this one, until it has drained.
  public mutating func stick(_ session: SessionID) {
    inboxes[session]?.isStuck = true
  }

  // MARK: Inside

  private mutating func settle(_ decision: Decision, _ effects: [Effect]) {
    carryOut(effects)
    var effects: [Effect] = []
    switch decision {
    case .settled:
      return
    case .propose(let proposal):
      let record = LogRecord(
        id: ids.take(), time: clock.now.wall, entry: proposal.entry, origin: proposal.origin)
      gathering.records.append(record)
      room.apply(record, of: proposal, at: clock.now, effects: &effects)
    case .proposeUpload(let offer):
      room.beginUpload(offer, as: FileID(rawValue: ids.take().rawValue), effects: &effects)
    }
    carryOut(effects)
    if isPrompt {
      commit()
    }
  }

  private mutating func take() -> (batch: LogBatch, outcomes: [AfterCommit]) {
    defer {
      gathering = LogBatch()
      outcomes = []
    }
    return (gathering, outcomes)
  }

  /// The first block of ids, and each further one, is committed before it is used.
  private mutating func grantIDs() {
    guard let bound = ids.boundToCommit() else { return }
    var batch = LogBatch()
    batch.idBound = bound
    store.commit(batch)
    ids.grant(bound)
  }

  private mutating func answer(_ outcome: AfterCommit, _ reply: Reply) {
    if let session = outcome.session {
      inboxes[session]?.replies.append((outcome.number, reply))
    }
  }

  private mutating func carryOut(_ effects: [Effect]) {
    for effect in effects {
      carryOut(effect)
    }
    guard isPrompt else { return }
    if effects.contains(where: { if case .afterCommit = $0 { true } else { false } }), gathering.records.isEmpty {
      commit()
    }
  }

  private mutating func carryOut(_ effect: Effect) {
    switch effect {
    case .reply(let session, let number, let reply): inboxes[session]?.replies.append((number, reply))
    case .afterCommit(let outcome): outcomes.append(outcome)
    case .event(let session, let event): inboxes[session]?.events.append(event)
    case .eventToAll(let event, let except):
      for (session, inbox) in inboxes where inbox.isLive && !inbox.isStuck && session != except {
        inboxes[session]?.events.append(event)
      }
    case .deliver(let message, let audience): deliver(message, to: audience)
    case .goLive(let session): inboxes[session]?.isLive = true
    case .awaitDrain(let session):
      pendingDrains.insert(session)
      if isPrompt { drain(session) }
    case .readPage(let session, let account, let after, let through):
      pendingPages.append((session, account, after, through))
      if isPrompt { deliverPage() }
    case .checkPassword(let session, let password, let verifier):
      var effects: [Effect] = []
      let isRight = verifier == Self.verifier(of: password)
      let decision = room.passwordChecked(session, isRight: isRight, at: clock.now, effects: &effects)
      settle(decision, effects)
    case .hashPassword(let session, let password):
      var effects: [Effect] = []
      let decision = room.passwordHashed(session, Self.verifier(of: password), at: clock.now, effects: &effects)
      settle(decision, effects)
    case .close(let session):
      inboxes[session]?.isClosed = true
      inboxes[session]?.isLive = false
    case .beginUpload(let session, let transfer, let file, _): uploads[session, default: [:]][transfer] = file
    case .cancelTransfer(let session, let transfer): uploads[session]?[transfer] = nil
    case .discardBytes(let file): depot.remove(file)
    case .moveCursor(let account, let id): gathering.cursors[account] = id
    case .setLastSeen(let account, let time): gathering.lastSeen[account] = time
    case .noteRun(let key, let progress): gathering.runs[key] = progress
    case .log(let event): logged.append(event)
    case .admit, .beginDownload: break
    }
  }

  private mutating func deliver(_ message: DeliveredMessage, to audience: Audience) {
    switch audience {
    case .everyone(let except):
      for (session, inbox) in inboxes where inbox.isLive && !except.contains(session) {
        deliverLive(message, to: session)
      }
    case .live(let session):
      if inboxes[session]?.isLive == true {
        deliverLive(message, to: session)
      }
    case .reader(let session):
      inboxes[session]?.events.append(.message(message))
    }
  }

  private mutating func deliverLive(_ message: DeliveredMessage, to session: SessionID) {
    guard inboxes[session]?.isStuck == true else {
      inboxes[session]?.events.append(.message(message))
      return
    }
    inboxes[session]?.isLive = false
    pendingDrains.insert(session)
    room.lagging(session, after: message.id.advanced(by: -1))
  }

  private static func verifier(of password: String) -> PasswordVerifier {
    let bytes = Array(password.utf8.prefix(64))
    let padded = bytes + [UInt8](repeating: 0, count: max(0, 16 - bytes.count))
    guard let cost = PasswordVerifier.Cost(logN: 1), let verifier = PasswordVerifier(cost: cost, salt: [1], hash: padded)
    else { preconditionFailure("a password of a test is longer than 64 bytes") }
    return verifier
  }
}
