import ChatCore
import ChatWire

// The way in, and the way back after a lost connection.
extension ClientSession {
  /// The server's hello has come.
  mutating func greeted(_ hello: ServerHello) -> [Output] {
    if let refusal = hello.refusal {
      guard isComingBack, refusal.isTransient else { return end(.refused(refusal)) }
      stage = .closing
      return []
    }
    guard hello.version == ProtocolVersion.current else { return end(.otherVersion(hello.version)) }
    return enter()
  }

  /// Shows the token, or has a password asked for.
  mutating func enter() -> [Output] {
    if let token { return enter(with: .resume(token: token)) }
    stage = .admitted
    return [.logInWanted]
  }

  /// Asks to be let in.
  mutating func enter(with request: Request) -> [Output] {
    let number = nextNumber()
    stage = .loggingIn(number: number)
    return [.send(.request(number: number, request))]
  }

  /// The answer to that.
  mutating func answeredToLogIn(_ reply: Reply, at now: Uptime) -> [Output] {
    switch reply {
    case .welcome(let name):
      return welcomed(as: name)
    case .refused(let refusal) where isComingBack && refusal.isTransient:
      stage = .knocking(until: nextTry(at: now))
      return []
    case .refused(.banned) where token != nil:
      break
    case _ where token != nil:
      // The server may have been set back to an older state, which gives ids again.
      beginAnew()
      stage = .admitted
      return [.logInWanted]
    default:
      break
    }
    if case .refused(let refusal) = reply { return end(.logInRefused(refusal)) }
    return end(.logInRefused(.other(ConnectionLoss.garbled("its answer to a log-in").sentence)))
  }

  /// Logged in: what has no answer goes out again under its numbers and in their order, before anything new.
  mutating func welcomed(as name: String) -> [Output] {
    var dropped: [Pending] = []
    if let before = self.name, before != name {
      // Numbers count for one account.
      dropped = dropPending { _ in true }
      beginAnew()
    }
    self.name = name
    stage = .member
    announced = nil
    retryEnd = nil
    pace.reset()
    var outputs: [Output] = []
    for number in pending.keys.sorted() {
      guard let request = pending[number]?.request else { continue }
      pending[number]?.wasSentBefore = true
      outputs.append(.send(.request(number: number, request)))
    }
    acknowledgements.connectionLost()
    outputs += acknowledge() + wantToken()
    return outputs + [.welcomed(name: name, dropped: dropped)]
  }

  /// Forgets what is known of the log.
  private mutating func beginAnew() {
    token = nil
    newest = .zero
    acknowledgements = Acknowledgements()
  }

  /// Asks for a token, where one is of use.
  mutating func wantToken() -> [Output] {
    guard retryFor > 0 else { return [] }
    let number = nextNumber()
    tokenWish = number
    return [.send(.request(number: number, .wantToken))]
  }

  /// When to try again: after ever longer pauses, but not beyond the end of trying.
  mutating func nextTry(at now: Uptime) -> Uptime {
    let next = now.advanced(bySeconds: pace.nextPause())
    return min(next, retryEnd ?? next)
  }
}
