import ChatCore
import ChatNet
import ChatWire
import Dispatch

// Who is not read for a while, and why. Everything here runs on the loop's queue, unless it says otherwise.
extension Shard {
  /// Reads nothing more of `session` until it is released for the same reason.
  func hold(_ session: ShardSession, for reason: ShardSession.Hold) {
    session.holds.insert(reason)
    session.connection.pauseReading()
  }

  /// Reads `session` again, unless it is held for another reason too.
  func release(_ session: ShardSession, from reason: ShardSession.Hold) {
    guard session.holds.remove(reason) != nil, session.holds.isEmpty else { return }
    session.connection.resumeReading()
  }

  /// Reads nothing more of a session that does not read what it was sent: what it asks for would be answered, and the
  /// answers would pile up. `drained` releases it.
  func holdIfUnread(_ session: ShardSession) {
    guard session.connection.isOverHighWater, session.stage != .closing else { return }
    hold(session, for: .unread)
  }

  /// Reads a session that has sent more than its allowance more slowly, and less at a time while it goes on.
  func holdIfBusy(_ session: ShardSession) {
    let (wait, isMany) = session.allowance.endRead(at: Uptime(nanoseconds: loop.now))
    session.connection.readsLittle = isMany || !session.isAdmitted
    if wait > 0 {
      slowDown(session, nanoseconds: wait)
    }
  }

  /// Passes on what a session sent of its transfers, and reads no more while too much of it waits for the disk.
  func passToDepot(_ frame: ClientFrame, from session: ShardSession) {
    // Nobody has transfers before the log-in.
    guard session.isAdmitted, let frame = TransferFrame(frame) else { return }
    if case .chunk = frame { session.connection.expectsBulk = true }
    switch session.backlog.add(frame) {
    case .room: break
    case .full: hold(session, for: .depot)
    case .overdrawn: return putOut(session, "it sent more of a file than it was given credit for")
    }
    depot.take(frame, from: session.id, session.backlog)
  }

  /// The depot has caught up with a session. From any queue.
  func depotHasRoom(for id: SessionID) {
    loop.perform { [self] in
      if let session = sessions[id] {
        release(session, from: .depot)
      }
    }
  }

  /// Reads nothing of a session for so long from now.
  func slowDown(_ session: ShardSession, nanoseconds: Int64) {
    guard session.stage == .open else { return }
    session.heldUntil = max(session.heldUntil, loop.now + nanoseconds)
    let isWaking = session.holds.contains(.rate)
    hold(session, for: .rate)
    if !isWaking {
      wakeLater(session)
    }
  }

  private func wakeLater(_ session: ShardSession) {
    let left = max(0, session.heldUntil - loop.now)
    let wait = min(left, Int64(keepAlive * 1_000_000_000))
    let id = session.id
    loop.queue.asyncAfter(deadline: .now() + .nanoseconds(Int(wait))) { [self] in
      loop.perform { [self] in wake(id) }
    }
  }

  private func wake(_ id: SessionID) {
    guard let session = sessions[id], session.holds.contains(.rate) else { return }
    guard session.heldUntil > loop.now else { return release(session, from: .rate) }
    // Its pings are not read either: without a sign of life it would take us for dead.
    session.connection.send(Self.pong)
    wakeLater(session)
  }

  // MARK: - How requests get to the room. Everything here runs on the loop's queue.

  /// A session with so many unanswered requests is not read.
  static let unansweredLimit = Int16(RunProgress.window)
  /// A request that changes nothing waits while so many requests of its session are unanswered. An answer may be
  /// thousands of times as long as its question; so a session has few of them on their way. More than the transfers
  /// that a connection may have, since an upload is answered when its last byte has come.
  static let unansweredLimitOfQuestions: Int16 = 16

  /// Passes a request on to the room, or keeps it until those before it are answered.
  func take(_ request: consuming Request, number: UInt64, bytes: Int, from session: ShardSession) {
    // Nobody answers an acknowledgement.
    if case .acknowledge = request {
      return tell(.request(session.id, number: number, request), bytes: bytes)
    }
    guard session.waiting.isEmpty, mayPass(request, of: session) else {
      session.waiting.append(ShardSession.WaitingRequest(number: number, request: request, bytes: bytes))
      return hold(session, for: .unanswered)
    }
    pass(request, number: number, bytes: bytes, of: session)
  }

  /// So many requests of `session` are answered: passes on those that waited for it, and reads on when none is left.
  func requestsAnswered(_ count: Int, of session: ShardSession) {
    session.unanswered -= Int16(count)
    guard session.stage == .open else { return }
    let passed = session.waiting.prefix { waiting in
      guard mayPass(waiting.request, of: session) else { return false }
      pass(waiting.request, number: waiting.number, bytes: waiting.bytes, of: session)
      return true
    }
    session.waiting.removeFirst(passed.count)
    if session.waiting.isEmpty, session.unanswered < Self.unansweredLimit {
      release(session, from: .unanswered)
    }
  }

  private func mayPass(_ request: Request, of session: ShardSession) -> Bool {
    session.unanswered < (request.isChange ? Self.unansweredLimit : Self.unansweredLimitOfQuestions)
  }

  private func pass(_ request: consuming Request, number: UInt64, bytes: Int, of session: ShardSession) {
    session.unanswered += 1
    if session.unanswered >= Self.unansweredLimit {
      hold(session, for: .unanswered)
    }
    tell(.request(session.id, number: number, request), bytes: bytes)
  }
}
