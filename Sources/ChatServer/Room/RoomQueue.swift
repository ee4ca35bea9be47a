import ChatCore
import ChatNet
import ChatStore
import ChatWire
import Dispatch

/// Owns the room. Requests come from the shards in batches, one hop a batch; deliveries go back in one hop a shard.
///
/// Everything in it is touched on `queue` alone, which it asserts.
final class RoomQueue: @unchecked Sendable {  // All state belongs to `queue`.
  let queue: DispatchQueue

  var room: Room
  var ids: EntryIDAllocator
  /// What is gathered for the next commit, and what the journal is committing now.
  var gathering = PendingCommit()
  var committing: PendingCommit?
  /// When the journal was given that.
  var commitBegan = Uptime(nanoseconds: 0)
  /// Whether the shards are waited for before the next commit.
  var letsShardsGoFirst = false
  let sharesThread: Bool
  /// Whether the shards have a portion of what was committed, and another one follows.
  var isShowing = false
  /// About how many bytes are committed and not shown.
  var unshownBytes = 0
  /// While the disk is full: when to try again.
  var probe: DispatchSourceTimer?
  var effects: [Effect] = []
  var statistics = RoomStatistics()
  /// An fsync has failed: nothing that is said from here on could be believed, so nothing is.
  var hasFailed = false
  /// Who waits for the last commit.
  var whenIdle: (@Sendable () -> Void)?
  /// Who waits for everybody to be told that the server stops.
  var whenTold: (@Sendable () -> Void)?

  var orders: OrderBuilder
  private var readyShards: Set<Int> = []
  private var tickTimer: DispatchSourceTimer
  private var nextTick: Uptime?
  /// What this turn has for the depot. It follows the turn's orders to the shards, or the bytes of a small file could
  /// come before the reply that announces them.
  private var depotOrders: [(Depot) -> Void] = []

  let journal: Journal
  private let reader: PageReader
  let passwords: PasswordQueue
  let depot: Depot
  let log: ServerLog
  let shards: ShardDirectory
  private var hello: ServerHello
  /// Called once, on `queue`, when an fsync has failed and nobody can tell what is on disk.
  let onFatalError: @Sendable (StoreError) -> Void

  /// The parts that the room's queue talks to.
  struct Parts {
    let journal: Journal
    let reader: PageReader
    let passwords: PasswordQueue
    let depot: Depot
    let log: ServerLog
    let shards: ShardDirectory
    let hello: ServerHello
    let onFatalError: @Sendable (StoreError) -> Void
  }

  /// `ids` must have been granted its first block, unless `trouble` says why that could not be: then the room takes nothing
  /// until it is. With a `target` the room shares the thread of that queue.
  init(
    _ room: Room, ids: EntryIDAllocator, trouble: StorageTrouble? = nil, shardCount: Int, target: DispatchQueue?,
    parts: Parts
  ) {
    queue = DispatchQueue(label: "chatctl.room", qos: .userInitiated, target: target)
    sharesThread = target != nil
    self.room = room
    self.ids = ids
    orders = OrderBuilder(shards: shardCount)
    journal = parts.journal
    reader = parts.reader
    passwords = parts.passwords
    depot = parts.depot
    log = parts.log
    shards = parts.shards
    hello = parts.hello
    onFatalError = parts.onFatalError
    tickTimer = DispatchSource.makeTimerSource(queue: queue)
    tickTimer.setEventHandler { [unowned self] in tick() }
    tickTimer.resume()
    journal.begin { [unowned self] error in
      queue.async { self.fail(error) }
    }
    if let trouble {
      perform { room, now in
        room.room.enterReadOnly(trouble, effects: &room.effects)
        room.carryOut(at: now)
        room.probeLater()
      }
    }
  }

  /// Takes all inputs of one wake-up of a shard. From any queue; a shard waits for `isReady` before its next batch.
  func submit(_ inputs: [ShardInput], from shard: Int) {
    queue.async { [self] in
      let now = SystemClock.now()
      for index in inputs.indices {
        take(inputs[index], at: now)
        if orders.byteCount > OrderBuilder.maximumBytes {
          post(orders.take(ready: []))
        }
      }
      readyShards.insert(shard)
      finishTurn(at: now)
    }
  }

  /// Runs `body` as a turn of the room. From any queue.
  func perform(_ body: @escaping @Sendable (_ room: RoomQueue, _ now: Moment) -> Void) {
    queue.async { [self] in
      let now = SystemClock.now()
      body(self, now)
      finishTurn(at: now)
    }
  }

  /// Gives a decision its place in the log, if it needs one, and carries out what follows. On `queue`.
  func settle(_ decision: Decision, at now: Moment) {
    dispatchPrecondition(condition: .onQueue(queue))
    switch decision {
    case .settled:
      break
    case .propose(let proposal):
      let record = LogRecord(id: ids.take(), time: now.wall, entry: proposal.entry, origin: proposal.origin)
      if record.isMessage {
        statistics.countMessage(at: now.uptime)
      }
      room.apply(record, of: proposal, at: now, effects: &effects)
      gathering.append(record)
    case .proposeUpload(let offer):
      room.beginUpload(offer, as: FileID(rawValue: ids.take().rawValue), effects: &effects)
    case .checkToken(let token):
      let digest = TokenDigest(SHA256Hasher.hash(token.bytes))
      room.shown(token, digest: digest, at: now, effects: &effects)
    case .makeToken(let wish):
      let token = SecureRandom.bytes(TokenDigest.length)
      room.issue(token, digest: TokenDigest(SHA256Hasher.hash(token)), for: wish, effects: &effects)
    }
    carryOut(at: now)
  }

  /// Carries out what the room has for the world. On `queue`.
  func carryOut(at now: Moment) {
    for index in effects.indices {
      // Exchanged for one that holds nothing: what is looked at where it lies is copied first.
      var effect = Effect.goLive(SessionID(rawValue: 0))
      swap(&effect, &effects[index])
      carryOut(effect, at: now)
    }
    effects.removeAll(keepingCapacity: true)
  }

  /// Answers request `number` of `session`. On `queue`.
  func answer(_ session: SessionID, _ number: UInt64, _ reply: Reply) {
    let range = orders.encode(.reply(number: number, reply))
    if reply.isLast {
      orders.addAnswer(range, to: session)
    } else {
      orders.add(.send(session, range), for: session)
    }
  }

  /// Closes `session` when what is queued for it has gone out. On `queue`.
  func close(_ session: SessionID) {
    orders.add(.close(session), for: session)
  }

  private func take(_ input: ShardInput, at now: Moment) {
    switch input {
    case .request(let session, let number, let request):
      settle(room.decide(request, number: number, from: session, at: now, effects: &effects), at: now)
    case .opened(let session, let address, let place, let peer, let client):
      open(session, address: address, place: place, peer: peer, client, at: now)
    case .lagging(let session, let after):
      room.lagging(session, after: after)
    case .drained(let session):
      room.drained(session, effects: &effects)
      carryOut(at: now)
    case .typing(let session):
      room.typed(in: session, at: now)
    case .closed(let session):
      room.disconnected(session, at: now, effects: &effects)
      carryOut(at: now)
      // After a download that the room may just have begun.
      depotOrders.append { $0.forget(session) }
    }
  }

  private func open(
    _ session: SessionID, address: String, place: String, peer: String, _ client: ClientHello, at now: Moment
  ) {
    let refusal = room.connected(
      session, from: address, peer: peer, place: place, run: client.run, at: now, effects: &effects)
    let answer = ServerHello(
      software: hello.software, keepAliveSeconds: hello.keepAliveSeconds, refusal: refusal)
    orders.add(.send(session, orders.encode(.hello(answer))), for: session)
    if refusal != nil {
      orders.add(.close(session), for: session)
    }
    carryOut(at: now)
  }

  private func carryOut(_ effect: consuming Effect, at now: Moment) {
    switch consume effect {
    case .reply(let session, let number, let reply): answer(session, number, reply)
    case .afterCommit(let outcome): gathering.outcomes.append(outcome)
    case .event(let session, let event):
      orders.add(.send(session, orders.encode(.event(event))), for: session)
    case .eventToAll(let event): orders.addNotice(orders.encode(.event(event)))
    case .deliver(let message, let audience): deliver(message, to: audience)
    case .goLive(let session): orders.add(.goLive(session), for: session)
    case .awaitDrain(let session): orders.add(.awaitDrain(session), for: session)
    case .admit(let session): orders.add(.admit(session), for: session)
    case .slowDown(let session, let nanoseconds):
      orders.add(.slowDown(session, nanoseconds: nanoseconds), for: session)
    case .close(let session): close(session)
    case .readPage(let session, let account, let after, let through):
      readPage(session, account, after: after, through: through)
    case .readPast(let session, let query): readPast(session, query)
    case .checkPassword(let session, let password, let verifier):
      check(password, against: verifier, for: session)
    case .askCommand(let session, let command, let name, let password):
      ask(command, name: name, password: password, for: session)
    case .hashPassword(let session, let password): hash(password, for: session)
    case .replacePassword(let session, let old, let new, let verifier):
      replace(old, by: new, against: verifier, for: session)
    case .rehashPassword(let account, let password, let place, let replaced):
      rehash(password, of: account, from: place, replacing: replaced)
    case .beginUpload(let session, let transfer, let file, let size):
      depot.beginUpload(session, transfer, file: file, size: size)
    case .parkUpload(let session, let transfer, let file): depot.park(session, transfer, file)
    case .resumeUpload(let session, let transfer, let file): depot.resume(session, transfer, file)
    case .beginDownload(let session, let transfer, let file, let size, let offset):
      depotOrders.append { $0.beginDownload(session, transfer, file: file, size: size, from: offset) }
    case .cancelTransfer(let session, let transfer):
      depotOrders.append { $0.cancel(session, transfer) }
    case .discardBytes(let file): depot.discard([file])
    case .moveCursor(let account, let id): gathering.batch.cursors[account] = id
    case .setLastSeen(let account, let time): gathering.batch.lastSeen[account] = time
    case .storeTokens(let account, let tokens): gathering.batch.tokens.updateValue(tokens, forKey: account)
    case .forget(let forgotten): gathering.batch.forgotten.append(forgotten)
    case .log(let event): log.write(event, at: now.wall)
    }
  }

  func deliver(_ message: DeliveredMessage, to audience: Audience) {
    let range = orders.encode(.event(.message(message)))
    switch audience {
    case .everyone(let except): orders.addForEveryone(range, id: message.id, except: except)
    case .live(let session):
      orders.add(.live(session, range, before: message.id.advanced(by: -1)), for: session)
    case .reader(let session): orders.add(.send(session, range), for: session)
    }
  }

  private func readPage(_ session: SessionID, _ account: AccountID, after: EntryID, through: EntryID) {
    reader.read(account, after: after, through: through, on: queue) { [unowned self] page in
      let now = SystemClock.now()
      if let page {
        room.pageRead(session, page, effects: &effects)
      } else {
        room.pageFailed(session, effects: &effects)
      }
      carryOut(at: now)
      finishTurn(at: now)
    }
  }

  private func readPast(_ session: SessionID, _ query: PastQuery) {
    reader.look(query, on: queue) { [unowned self] outcome in
      let now = SystemClock.now()
      room.pastRead(session, outcome, effects: &effects)
      carryOut(at: now)
      finishTurn(at: now)
    }
  }

  /// Takes new parameters, which hold at once: who was idle for longer than a lowered TIME_OUT goes now. From any queue.
  func change(_ parameters: Parameters) {
    queue.async { [self] in
      room.change(parameters)
      tick()
    }
  }

  /// Takes new settings, which hold at once in the room, and then in the shards: by then who comes in is told the new
  /// time between signs of life. From any queue.
  func change(_ settings: Settings) {
    queue.async { [self] in
      room.change(settings, at: SystemClock.now())
      hello = ServerHello(software: hello.software, keepAliveSeconds: settings[.keepAlive])
      tick()
      for shard in shards.all { shard.change(settings) }
    }
  }

  private func tick() {
    nextTick = nil
    let now = SystemClock.now()
    let next = room.tick(at: now, effects: &effects)
    carryOut(at: now)
    lookAtDisk(at: now)
    if let next {
      schedule(next, now: now.uptime)
    }
    finishTurn(at: now)
  }

  /// Ends a turn: the journal gets its batch if it is idle, the shards get their orders. On `queue`.
  func finishTurn(at now: Moment) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !hasFailed else { return }
    commitIfIdle(at: now)
    let isFull = gathering.bytes + (committing?.bytes ?? 0) + unshownBytes > PendingCommit.maximumBytes
    post(orders.take(ready: isFull ? [] : readyShards))
    if !isFull {
      readyShards.removeAll()
    }
    for order in depotOrders {
      order(depot)
    }
    depotOrders.removeAll()
    noteIfIdle()
    // Nothing that began in this turn can run out sooner than this.
    schedule(now.uptime.advanced(bySeconds: room.shortestDeadline), now: now.uptime)
    if committing != nil, !room.isDiskSilent {
      schedule(commitBegan.advanced(bySeconds: Self.silentDisk), now: now.uptime)
    }
  }

  func post(_ ready: [(shard: Int, ShardOrders)]) {
    for (shard, orders) in ready {
      shards[shard].post(orders)
    }
  }

  private func schedule(_ time: Uptime, now: Uptime) {
    guard nextTick.map({ time < $0 }) ?? true else { return }
    nextTick = time
    tickTimer.schedule(deadline: .now() + .nanoseconds(Int(max(0, time.nanoseconds - now.nanoseconds))))
  }
}
