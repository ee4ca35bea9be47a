import ChatCore
import ChatWire

// How requests get to the room. Everything here runs on the loop's queue.
extension Shard {
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
