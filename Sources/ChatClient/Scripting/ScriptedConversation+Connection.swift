import ChatCore
import ChatWire

// The way in, and the way back after a lost connection.
extension ScriptedConversation {
  mutating func greeted(_ hello: ServerHello) -> [ScriptAction] {
    if let refusal = hello.refusal {
      // The server closes; a member that was lost tries again.
      return isComingBack && WayBack.passes(refusal) ? [] : end(.refused, [refusal.sentence])
    }
    guard hello.version == ProtocolVersion.current else {
      return end(.refused, [Words.otherVersion(hello.version)])
    }
    guard let token else { return logIn() }
    return enter(with: .resume(token: token))
  }

  mutating func repliedToLogIn(_ reply: Reply, at now: Uptime) -> [ScriptAction] {
    switch reply {
    case .welcome(let name):
      return welcomed(as: name, at: now)
    case .refused(.tokenVoid) where token != nil:
      token = nil
      // A server that was set back to an older state gives ids again.
      newest = .zero
      return logIn()
    case .refused(let refusal) where isComingBack && WayBack.passes(refusal):
      stage = .knocking(until: now.advanced(bySeconds: pace.nextPause()))
      return []
    case .refused(let refusal):
      let failure = LogInFailure(refusal, name: options.name)
      return end(failure.code, [failure.sentence])
    default:
      return end(.refused, [ConnectionLoss.garbled("its answer to a log-in").sentence])
    }
  }

  /// The connection is gone.
  mutating func connectionLost(_ cause: ConnectionLoss, at now: Uptime) -> [ScriptAction] {
    switch stage {
    case .ended, .pausing:
      return []
    case .leaving(let code, _):
      return endUnconfirmed(code, ScriptWords.farewellLost)
    case .connecting, .greeting, .loggingIn, .knocking:
      guard !isComingBack else { return pause(at: now) }
      guard announced == nil else { return end(.refused) }
      var notices = [cause.sentence]
      if case .greeting = stage, isPlaintext { notices.append(Words.withoutPlaintext) }
      return end(.unreachable, notices)
    case .member:
      acknowledgements.connectionLost()
      let wasAnnounced = announced != nil
      guard options.retryFor > 0, announced != .putOut, interruption == nil, WayBack.passes(cause) else {
        return end(wasAnnounced ? .refused : .unreachable, wasAnnounced ? [] : [cause.sentence])
      }
      retryEnd = now.advanced(bySeconds: min(options.retryFor, Parameters.longest))
      let event = speaksJSON ? [ScriptAction.write(EventLine.disconnected, showing: nil)] : []
      return event + [.notice(ScriptWords.lost)] + pause(at: now)
    }
  }

  /// No address of the server could be reached, for the reason that `sentence` says.
  mutating func unreachable(_ sentence: String, at now: Uptime) -> [ScriptAction] {
    guard case .connecting = stage else { return [] }
    return isComingBack ? pause(at: now) : end(.unreachable, [sentence])
  }

  /// The server's key is not the right one, for the reason that `sentence` says.
  mutating func untrusted(_ sentence: String) -> [ScriptAction] {
    end(.notPermitted, [sentence])
  }

  /// Logs in with the password.
  mutating func logIn() -> [ScriptAction] {
    enter(with: .logIn(name: options.name, password: options.password))
  }

  private mutating func enter(with request: Request) -> [ScriptAction] {
    let action = send(request)
    stage = .loggingIn(number: numbers.last)
    return [action]
  }

  private mutating func welcomed(as name: String, at now: Uptime) -> [ScriptAction] {
    stage = .member
    announced = nil
    isSettled = false
    hasAskedForReceipts = false
    pace.reset()
    for index in pending.indices { pending[index].wasSentBefore = true }
    let again = pending.map { ScriptAction.send(.request(number: $0.number, $0.request)) }
    let notice = isComingBack ? [ScriptAction.notice(ScriptWords.back)] : []
    retryEnd = nil
    let event = speaksJSON ? [ScriptAction.write(EventLine.welcome(name), showing: nil)] : []
    return notice + event + again + (options.retryFor > 0 ? [send(.wantToken, for: .token)] : []) + goOn(at: now)
  }

  private mutating func pause(at now: Uptime) -> [ScriptAction] {
    // An unanswered wish for a token is made anew.
    pending.removeAll { if case .token = $0.purpose { true } else { false } }
    if let retryEnd, retryEnd <= now {
      return end(.unreachable, [ScriptWords.givenUp])
    }
    let next = now.advanced(bySeconds: pace.nextPause())
    stage = .pausing(until: min(next, retryEnd ?? next))
    return []
  }
}
