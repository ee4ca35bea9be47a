/// A chat server as a value, without a clock, a socket, a file or a thread: the room, the log that gives its changes their
/// ids, what is gathered for the next commit, and who waits for the one that runs.
///
/// Whoever owns one tells it what happens (`take`), carries out its effects in their order (`takeEffects`), writes the batch
/// that it has for the disk when that is idle (`batchToCommit`), and tells what came of it (`committed`, `failed`). Nobody
/// is shown or answered what is not on disk.
public struct Engine: Sendable {
  /// The rules, and what they decide by.
  public internal(set) var room: Room
  /// The turn that is taken, or was taken last.
  public internal(set) var turn: Turn
  /// Counts for `status`.
  public var statistics: EngineStatistics { turn.statistics }
  /// What the disk writes now.
  var committing: PendingCommit?
  /// When the disk was given that.
  var commitBegan = Uptime(nanoseconds: 0)
  /// When to try again whether anything can be stored; nil while that is so.
  var nextProbe: Uptime?
  /// Set while people know that the disk does not answer.
  public internal(set) var isDiskSilent = false
  /// Whether a portion of what is on disk was handed out, and another one follows.
  public internal(set) var isShowing = false
  /// About how many bytes are on disk and not handed out.
  var unshownBytes = 0
  private var lastTicket: UInt64 = 0
  /// When the room has something to do that does not follow from what happens; nil when it has not.
  public private(set) var nextTick: Uptime?
  /// What is awaited before everybody is told that the server stops, and for how long.
  private var farewell: (ticket: Ticket, by: Uptime)?

  /// So long the disk may take for what was decided on before the server stops, in seconds.
  private static let lastCommitTime = 5.0

  /// An engine with this past. `ids` have been granted their first block, unless `trouble` says why that could not be: then
  /// nothing is taken until it is.
  public init(
    _ state: DurableState, parameters: Parameters, settings: Settings = Settings(), ids: EntryIDAllocator,
    secrets: Secrets, trouble: StorageTrouble? = nil, at now: Moment
  ) {
    room = Room(state, settings: settings, now: now)
    turn = Turn(
      parameters: parameters, settings: settings, log: EntryLog(ids: ids, committed: state.idBound),
      secrets: secrets, at: now)
    if let trouble {
      enterReadOnly(trouble)
      nextProbe = now.uptime.advanced(bySeconds: Self.probeInterval)
    }
  }

  /// An engine without a past that is `server` of several which write to one log, from the beginning of that log.
  init(sharedAs server: ServerID, parameters: Parameters, settings: Settings, secrets: Secrets, at now: Moment) {
    room = Room(DurableState(), settings: settings, now: now)
    turn = Turn(
      parameters: parameters, settings: settings, log: EntryLog(sharedAs: server), secrets: secrets, at: now)
  }

  /// Notes that it is `now`, for who looks at the engine.
  public mutating func note(_ now: Moment) {
    turn.now = now
  }

  /// What is to go into the log next; `accept` takes it when it has its place there. Nil where nothing is, where the batch
  /// before has not come back, and where the log is this engine's alone.
  mutating func nextBatch() -> ItemBatch? {
    turn.log.nextBatch()
  }

  /// The log goes on with `batch`, put in at `time`. All engines that follow a log are given the same, in the same order.
  mutating func accept(_ batch: ItemBatch, time: WallTime, at now: Moment) {
    turn.now = now
    guard turn.log.accept(batch) else { return }
    for item in batch.items {
      let sequel = turn.log.take(item, from: batch.server)
      room.accept(item.content, at: time, from: batch.server, sequel: sequel, turn: &turn)
    }
  }

  /// Puts something into the log that nobody on a connection has asked for.
  mutating func propose(_ passage: Passage, at now: Moment) {
    turn.now = now
    turn.propose(Proposal(passage))
  }

  /// Takes what happens at `now`. The effects of it come before those of the next input.
  public mutating func take(_ input: Input, at now: Moment) {
    turn.now = now
    switch input {
    case .request(let session, let number, let request):
      room.decide(request, caller: Caller(session: session, number: number), turn: &turn)
    case .opened(let session, let address, let place, let peer, let run):
      let refusal = room.connected(
        session, from: address, peer: peer, place: place, run: run, turn: &turn)
      turn.append(.greet(session, refusal))
    case .lagging(let session, let id): room.messaging.lagging(session, after: id, people: &room.people)
    case .drained(let session): room.messaging.drained(session, people: &room.people, turn: &turn)
    case .typing(let session): room.typed(in: session, at: now)
    case .closed(let session): room.disconnected(session, turn: &turn)
    case .pageRead(let session, let page?): room.messaging.pageRead(session, page, people: &room.people, turn: &turn)
    case .pageRead(let session, nil): room.messaging.pageFailed(session, people: &room.people, turn: &turn)
    case .pastRead(let session, let outcome):
      room.messaging.pastRead(session, outcome, people: &room.people, turn: &turn)
    case .passwordChecked(let session, let isRight):
      room.admission.passwordChecked(session, isRight: isRight, people: &room.people, turn: &turn)
    case .passwordNotChecked(let session, let reason):
      room.admission.passwordNotChecked(session, reason: reason, people: &room.people, turn: &turn)
    case .passwordHashed(let session, let verifier):
      room.admission.passwordHashed(session, verifier, people: &room.people, turn: &turn)
    case .passwordReplaced(let session, let verifier):
      room.admission.passwordReplaced(session, verifier, people: &room.people, turn: &turn)
    case .passwordRehashed(let account, let verifier, let replaced):
      room.admission.passwordRehashed(
        account, verifier, replacing: replaced, people: room.people, turn: &turn)
    case .passwordRefused(let session): room.admission.passwordRefused(session, people: &room.people, turn: &turn)
    case .uploadResumed(let session, let transfer, let file, let offset):
      room.files.uploadResumed(session, transfer, file, offset: offset, turn: &turn)
    case .uploadStored(let file, let digest):
      room.files.uploadStored(
        file, digest: digest, messaging: &room.messaging, people: &room.people, turn: &turn)
    case .uploadFailed(let file, let refusal):
      room.files.uploadFailed(file, people: &room.people, turn: &turn, refusal: refusal)
    case .downloadEnded(let session, let transfer, let reason):
      room.files.downloadEnded(session, transfer, reason: reason, people: &room.people, turn: &turn)
    case .parameters(let parameters):
      turn.parameters = parameters
      pass(at: now)
    case .settings(let settings):
      turn.settings = settings
      room.change(settings, at: now)
      pass(at: now)
    case .time: pass(at: now)
    case .stop(let restarts):
      turn.mode = .stopping(restarts: restarts)
      farewell = (whenSettled(), now.uptime.advanced(bySeconds: Self.lastCommitTime))
    }
    place()
  }

  /// Gives what was proposed in this turn its places: a log of one's own answers at once. More may follow from that.
  mutating func place() {
    while let proposal = turn.log.nextToPlace() {
      room.accept(proposal.content, at: turn.now.wall, from: .only, sequel: proposal.sequel, turn: &turn)
    }
  }

  /// Does what the operator asks for: `body` looks at the room, changes what needs no log, and proposes what does.
  ///
  /// - Returns: what to wait for; nil when nothing needs the disk.
  /// - Throws: what `body` throws; what it has changed stays changed.
  public mutating func administer(
    at now: Moment, _ body: (inout Room, inout Turn) throws(AdminError) -> [Proposal]
  ) throws(AdminError) -> Ticket? {
    turn.now = now
    let proposals = try body(&room, &turn)
    for proposal in proposals { turn.propose(proposal) }
    place()
    return proposals.isEmpty ? nil : whenSettled()
  }

  /// Puts what is to be carried out into `buffer`, which is empty, in order.
  public mutating func takeEffects(into buffer: inout [Effect]) {
    swap(&turn.effects, &buffer)
  }

  /// When `Input.time` is due at the latest, as seen at the end of a turn at `now`.
  public func deadline(at now: Uptime) -> Uptime {
    // Nothing that began in this turn can run out sooner than the first.
    var deadline = now.advanced(bySeconds: room.shortestDeadline(turn))
    if let nextTick { deadline = min(deadline, nextTick) }
    if let nextProbe, committing == nil { deadline = min(deadline, nextProbe) }
    if let farewell { deadline = min(deadline, farewell.by) }
    if committing != nil, !isDiskSilent {
      deadline = min(deadline, commitBegan.advanced(bySeconds: Self.silentDisk))
    }
    return deadline
  }

  private mutating func pass(at now: Moment) {
    nextTick = room.tick(turn: &turn)
    lookAtDisk(at: now)
    if let farewell, farewell.by <= now.uptime { sayFarewell(isSettled: false, at: now) }
  }

  /// `Effect.settled` comes with this ticket when everything decided so far is on disk, or when that has failed.
  private mutating func whenSettled() -> Ticket {
    lastTicket += 1
    let ticket = Ticket(number: lastTicket)
    turn.gathering.tickets.append(ticket)
    return ticket
  }

  /// Everything that `ticket` stands for is on disk, or nothing of it is.
  mutating func settled(_ ticket: Ticket, isStored: Bool, at now: Moment) {
    guard ticket == farewell?.ticket else {
      return turn.append(.settled(ticket, isStored: isStored))
    }
    // Who has sent a request again meanwhile is still to be told that it was carried out.
    guard turn.gathering.outcomes.isEmpty else {
      let next = whenSettled()
      farewell?.ticket = next
      return
    }
    sayFarewell(isSettled: true, at: now)
  }

  private mutating func sayFarewell(isSettled: Bool, at now: Moment) {
    farewell = nil
    room.stop(isSettled: isSettled, turn: &turn)
    turn.append(.stopped)
  }
}
