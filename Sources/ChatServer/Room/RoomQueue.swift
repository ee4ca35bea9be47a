import ChatCore
import ChatNet
import ChatStore
import ChatWire
import Dispatch

/// Carries the engine: what happens comes to it in batches, one hop a batch; what follows goes back in one hop a shard, and
/// to the journal, the readers, the passwords and the depot.
///
/// Everything in it is touched on `queue` alone, which it asserts.
final class RoomQueue: @unchecked Sendable {  // All state belongs to `queue`.
  let queue: DispatchQueue

  private var engine: Engine
  /// The effects that are being carried out; empty between two inputs.
  private var effects: [Effect] = []
  private var orders: OrderBuilder
  private var readyShards: Set<Int> = []
  /// True while the shards are waited for before the next commit.
  private var letsShardsGoFirst = false
  private let sharesThread: Bool
  private var timer: DispatchSourceTimer
  private var nextTick: Uptime?
  /// The orders of this turn for the depot. They follow the turn's orders to the shards, or the bytes of a small file
  /// could come before the reply that announces them.
  private var depotOrders: [(Depot) -> Void] = []
  /// Those who wait for their ticket, for the last commit, and for everybody to be told that the server stops.
  private var whenSettled: [Ticket: @Sendable (_ isStored: Bool) -> Void] = [:]
  private var whenIdle: (@Sendable () -> Void)?
  private var whenTold: (@Sendable () -> Void)?
  /// The fsync that has failed: nothing that is said from here on could be believed, so nothing is.
  private var failure: StoreError?
  private var onFailure: (@Sendable (StoreError) -> Void)?
  private var hello: ServerHello
  let parts: Parts

  /// The parts that the room's queue talks to.
  struct Parts {
    let journal: Journal
    let reader: PageReader
    let passwords: PasswordQueue
    let depot: Depot
    let log: ServerLog
    let shards: ShardDirectory
    let hello: ServerHello
  }

  /// With a `target` the room shares the thread of that queue.
  init(_ engine: Engine, shardCount: Int, target: DispatchQueue?, parts: Parts) {
    queue = DispatchQueue(label: "chatctl.room", qos: .userInitiated, target: target)
    sharesThread = target != nil
    self.engine = engine
    orders = OrderBuilder(shards: shardCount)
    self.parts = parts
    hello = parts.hello
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { [unowned self] in
      nextTick = nil
      turn(.time)
    }
    timer.resume()
    parts.journal.begin { [unowned self] error in
      queue.async { self.fail(error) }
    }
    // What the engine has to say before anything happens.
    queue.async { [self] in endTurn(at: SystemClock.now()) }
  }

  /// Takes all inputs of one wake-up of a shard. From any queue; a shard waits for `isReady` before its next batch.
  func submit(_ inputs: [Input], from shard: Int) {
    queue.async { [self] in
      let now = SystemClock.now()
      for index in inputs.indices {
        take(inputs[index], at: now)
        if orders.byteCount > OrderBuilder.maximumBytes {
          post(orders.take(ready: []))
        }
      }
      readyShards.insert(shard)
      endTurn(at: now)
    }
  }

  /// Takes one input as a turn of its own. From any queue.
  func submit(_ input: Input) {
    queue.async { [self] in turn(input) }
  }

  /// Has `body` look at the engine, on the room's queue. From any queue.
  func look(_ body: @escaping @Sendable (_ engine: Engine, _ now: Moment) -> Void) {
    queue.async { [self] in
      let now = SystemClock.now()
      engine.note(now)
      body(engine, now)
    }
  }

  /// The parameters that hold. From any queue but this one.
  var parameters: Parameters {
    queue.sync { engine.turn.parameters }
  }

  /// Has `body` change the room as the operator wants it, and calls `completion` on the room's queue when that is on disk,
  /// with whether it is, or with what `body` has thrown. From any queue.
  func administer(
    _ body: @escaping @Sendable (inout Room, inout Turn) throws(AdminError) -> [Proposal],
    completion: @escaping @Sendable (Result<Bool, AdminError>) -> Void
  ) {
    queue.async { [self] in
      let now = SystemClock.now()
      do throws(AdminError) {
        let ticket = try engine.administer(at: now, body)
        if let ticket { whenSettled[ticket] = { completion(.success($0)) } } else { completion(.success(true)) }
      } catch {
        completion(.failure(error))
      }
      endTurn(at: now)
    }
  }

  /// Checks and hashes passwords.
  var passwords: PasswordQueue { parts.passwords }

  /// Calls `body` once, on the room's queue, when an fsync fails or has failed, and nobody can tell what is on disk. From any
  /// queue; for one who listens.
  func onFatalError(_ body: @escaping @Sendable (StoreError) -> Void) {
    queue.async { [self] in
      onFailure = body
      if let failure { body(failure) }
    }
  }

  /// Takes new settings, which hold at once in the room, and then in the shards: by then who comes in is told the new
  /// time between signs of life. From any queue.
  func change(_ settings: Settings) {
    queue.async { [self] in
      hello = ServerHello(software: hello.software, keepAliveSeconds: settings[.keepAlive])
      turn(.settings(settings))
      for shard in parts.shards.all { shard.change(settings) }
    }
  }

  /// Decides on nothing more; when everything decided on is on disk and answered, tells everybody that the server stops,
  /// and has their connections closed. Then calls `done` on `target`. A disk that does not answer is waited for 5 seconds.
  /// From any queue.
  func stopAll(restarts: Bool, on target: DispatchQueue, then done: @escaping @Sendable () -> Void) {
    queue.async { [self] in
      whenTold = { target.async(execute: done) }
      turn(.stop(restarts: restarts))
    }
  }

  /// Calls `done` on `target` when everything decided so far is on disk, or can't be put there. From any queue.
  func flush(on target: DispatchQueue, then done: @escaping @Sendable () -> Void) {
    queue.async { [self] in
      whenIdle = { target.async(execute: done) }
      endTurn(at: SystemClock.now())
    }
  }

  // MARK: Turns

  /// One input and everything that follows. On `queue`.
  func turn(_ input: Input) {
    let now = SystemClock.now()
    take(input, at: now)
    endTurn(at: now)
  }

  private func take(_ input: Input, at now: Moment) {
    dispatchPrecondition(condition: .onQueue(queue))
    engine.take(input, at: now)
    carryOut(at: now)
    if case .closed(let session) = input {
      // After a download that the room may just have begun.
      depotOrders.append { $0.forget(session) }
    }
  }

  /// Ends a turn: the journal gets its batch if it is idle, the shards get their orders.
  private func endTurn(at now: Moment) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard failure == nil else { return }
    if !letsShardsGoFirst, let batch = engine.batchToCommit(at: now) {
      parts.journal.commit(batch, on: queue) { [unowned self] outcome in commitEnded(outcome) }
    }
    carryOut(at: now)
    let isFull = engine.isFull
    post(orders.take(ready: isFull ? [] : readyShards))
    if !isFull {
      readyShards.removeAll()
    }
    for order in depotOrders {
      order(parts.depot)
    }
    depotOrders.removeAll()
    if let done = whenIdle, engine.isIdle {
      whenIdle = nil
      done()
    }
    schedule(engine.deadline(at: now.uptime), now: now.uptime)
  }

  private func schedule(_ time: Uptime, now: Uptime) {
    guard nextTick.map({ time < $0 }) ?? true else { return }
    nextTick = time
    timer.schedule(deadline: .now() + .nanoseconds(Int(max(0, time.nanoseconds - now.nanoseconds))))
  }

  private func post(_ ready: [(shard: Int, ShardOrders)]) {
    for (shard, orders) in ready {
      parts.shards[shard].post(orders)
    }
  }

  // MARK: Commits

  private func commitEnded(_ outcome: Journal.Outcome) {
    guard failure == nil else { return }
    let now = SystemClock.now()
    switch outcome {
    case .committed:
      let wasShowing = engine.isShowing
      engine.committed(at: now) { deliver($0, to: $1) }
      carryOut(at: now)
      if engine.isShowing, !wasShowing { showMoreAfterShards() }
    case .failed(let error, let state):
      if case .syncFailed = error { return fail(error) }
      // Without the store's own word nobody can tell what of the room's memory is true.
      guard let state else { return fail(error) }
      parts.log.write(storeError: error, at: now.wall)
      engine.failed(error.trouble, state: state, at: now)
      carryOut(at: now)
    }
    letsShardsGoFirst = sharesThread
    endTurn(at: now)
    if letsShardsGoFirst { commitAfterShards() }
  }

  /// The next portion of what is on disk goes out when the shards have written the one before.
  private func showMoreAfterShards() {
    post(orders.take(ready: []))
    parts.shards.passedThrough(on: queue) { [unowned self] in
      guard failure == nil else { return }
      engine.show { deliver($0, to: $1) }
      if engine.isShowing { showMoreAfterShards() }
      endTurn(at: SystemClock.now())
    }
  }

  /// Where one thread does everything, what was shown and answered is written before the next commit begins, and what is read
  /// then, for as long as that brings more, is in it: fewer and larger commits take less of the thread.
  private func commitAfterShards(gathered: Int = 0, rounds: Int = 4) {
    parts.shards.passedThrough(on: queue) { [unowned self] in
      // Behind what the shard has read.
      queue.async { [self] in
        let count = engine.gatheredRecords.count
        guard count <= gathered || rounds == 1 else {
          return commitAfterShards(gathered: count, rounds: rounds - 1)
        }
        letsShardsGoFirst = false
        endTurn(at: SystemClock.now())
      }
    }
  }

  /// Nobody can tell what is on disk: nothing is committed, answered or delivered any more.
  private func fail(_ error: StoreError) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard failure == nil else { return }
    failure = error
    onFailure?(error)
  }

  // MARK: Effects

  private func carryOut(at now: Moment) {
    engine.takeEffects(into: &effects)
    for index in effects.indices {
      // Exchanged for one that holds nothing: what is looked at where it lies is copied first.
      var effect = Effect.stopped
      swap(&effect, &effects[index])
      carryOut(effect, at: now)
    }
    effects.removeAll(keepingCapacity: true)
  }

  private func carryOut(_ effect: consuming Effect, at now: Moment) {
    switch consume effect {
    case .reply(let session, let number, let reply): answer(session, number, reply)
    case .event(let session, let event):
      orders.add(.event(session, orders.encode(.event(event)), level: event.level), for: session)
    case .eventToAll(let event):
      assert(event.level == 0, "a notice goes to clients of every level")
      orders.addNotice(orders.encode(.event(event)))
    case .deliver(let message, let audience): deliver(message, to: audience)
    case .goLive(let session): orders.add(.goLive(session), for: session)
    case .awaitDrain(let session): orders.add(.awaitDrain(session), for: session)
    case .admit(let session): orders.add(.admit(session), for: session)
    case .slowDown(let session, let nanoseconds):
      orders.add(.slowDown(session, nanoseconds: nanoseconds), for: session)
    case .greet(let session, let refusal): greet(session, refusal)
    case .close(let session): orders.add(.close(session), for: session)
    case .readPage(let session, let account, let after, let through):
      parts.reader.read(account, after: after, through: through, on: queue) { [unowned self] page in
        turn(.pageRead(session, page))
      }
    case .readPast(let session, let query):
      parts.reader.look(query, on: queue) { [unowned self] outcome in turn(.pastRead(session, outcome)) }
    case .checkPassword(let session, let password, let verifier):
      submit(.check(password, against: verifier), for: session)
    case .askCommand(let session, let command, let name, let password):
      submit(.ask(command, name: name, password: password), for: session)
    case .hashPassword(let session, let password): submit(.hash(password), for: session)
    case .replacePassword(let session, let old, let new, let verifier):
      submit(.replace(old, by: new, against: verifier), for: session)
    case .rehashPassword(let account, let password, let place, let replaced):
      // Nobody waits for this one; without an answer the next log-in tries it again.
      passwords.submit(.hash(password), from: place, on: queue) { [unowned self] outcome in
        if case .made(let verifier) = outcome { turn(.passwordRehashed(account, verifier, replacing: replaced)) }
      }
    case .beginUpload(let session, let transfer, let file, let size):
      parts.depot.beginUpload(session, transfer, file: file, size: size)
    case .parkUpload(let session, let transfer, let file): parts.depot.park(session, transfer, file)
    case .resumeUpload(let session, let transfer, let file): parts.depot.resume(session, transfer, file)
    case .beginDownload(let session, let transfer, let file, let size, let offset):
      depotOrders.append { $0.beginDownload(session, transfer, file: file, size: size, from: offset) }
    case .cancelTransfer(let session, let transfer):
      depotOrders.append { $0.cancel(session, transfer) }
    case .discardBytes(let file): parts.depot.discard([file])
    case .settled(let ticket, let isStored): whenSettled.removeValue(forKey: ticket)?(isStored)
    case .stopped:
      // Behind the turn that this is part of.
      if let done = whenTold { queue.async(execute: done) }
      whenTold = nil
    case .log(let event): parts.log.write(event, at: now.wall)
    }
  }

  private func answer(_ session: SessionID, _ number: UInt64, _ reply: Reply) {
    let range = orders.encode(.reply(number: number, reply))
    if reply.isLast {
      orders.addAnswer(range, to: session)
    } else {
      orders.add(.send(session, range), for: session)
    }
  }

  private func greet(_ session: SessionID, _ refusal: Refusal?) {
    let answer = ServerHello(
      software: hello.software, keepAliveSeconds: hello.keepAliveSeconds, refusal: refusal)
    orders.add(.send(session, orders.encode(.hello(answer))), for: session)
    if refusal != nil {
      orders.add(.close(session), for: session)
    }
  }

  private func deliver(_ message: DeliveredMessage, to audience: Audience) {
    let range = orders.encode(.event(.message(message)))
    switch audience {
    case .everyone(let except): orders.addForEveryone(range, id: message.id, except: except)
    case .live(let session):
      orders.add(.live(session, range, before: message.id.advanced(by: -1)), for: session)
    case .reader(let session): orders.add(.send(session, range), for: session)
    }
  }

  /// Has `task` done for a session, and takes what comes of it as a turn.
  private func submit(_ task: PasswordTask, for session: SessionID) {
    passwords.submit(task, from: engine.room.place(of: session), on: queue) { [unowned self] outcome in
      switch (outcome, task) {
      case (.refused, _): turn(.passwordRefused(session))
      case (.unknown(let reason), _): turn(.passwordNotChecked(session, reason: reason))
      case (.made(let verifier), .replace): turn(.passwordReplaced(session, verifier))
      case (.made(let verifier), _): turn(.passwordHashed(session, verifier))
      case (.wrong, .replace): turn(.passwordReplaced(session, nil))
      case (.right, _), (.wrong, _): turn(.passwordChecked(session, isRight: outcome == .right))
      }
    }
  }
}
