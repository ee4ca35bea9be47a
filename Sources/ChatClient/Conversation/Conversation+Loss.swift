import ChatCore
import ChatTerminal
import ChatWire

// A lost connection: the person is told, the server is called again and again, and when it answers, everything goes on
// where it stopped.
extension Conversation {
  /// Begins to come back, if that is wanted: a member's connection is lost, or about to be.
  ///
  /// - Returns: nil when the program is to end instead.
  mutating func beginAbsence(
    of member: Membership, saying lines: [String], isGone: Bool, at now: Uptime
  ) -> [ConversationAction]? {
    guard retryFor > 0 else { return nil }
    var member = member
    let lost = member.loseConnection(isInteractive: pace == .ahead, numbers: &numbers)
    let step = isGone ? Absence.Step.waiting(until: nextTry(at: now)) : .closing
    var absence = Absence(of: member, step: step, until: now.advanced(bySeconds: retryFor))
    let question = ask(during: &absence)
    stage = .absent(absence)
    return [.show(lines), .status(Words.away)] + lost + question
  }

  /// What the person reads of a loss.
  static func loss(_ cause: ConnectionLoss) -> String {
    switch cause {
    case .closed, .garbled: Words.connectionLost
    case .silent: Words.connectionSilent
    }
  }

  /// Another try came to nothing, or the connection that the server had refused is gone.
  mutating func tryAgainLater(_ absence: Absence, at now: Uptime) -> [ConversationAction] {
    var absence = absence
    guard now < absence.end else { return giveUp(absence) }
    var actions: [ConversationAction] = []
    if case .asking = absence.step {
      // The password's prompt makes way for what stood there before.
      actions = absence.member.isAsked ? [.prompt(absence.member.prompt)] : []
    }
    absence.step = .waiting(until: min(nextTry(at: now), absence.end))
    actions += ask(during: &absence)
    stage = .absent(absence)
    return actions
  }

  /// The moment of the next try has come.
  mutating func tryAgain(_ absence: Absence) -> [ConversationAction] {
    var absence = absence
    absence.step = .connecting
    stage = .absent(absence)
    return [.connect]
  }

  /// The connection is there again.
  mutating func connectedAgain(_ absence: Absence) -> [ConversationAction] {
    var absence = absence
    absence.step = .greeting
    stage = .absent(absence)
    return [.send(.hello(ClientHello(software: software, run: run)))]
  }

  /// The server sent `frame` on the way back.
  mutating func received(
    _ frame: ServerFrame, during absence: Absence, at now: Uptime
  ) -> [ConversationAction] {
    switch (absence.step, frame) {
    case (.greeting, .hello(let hello)):
      return greetedAgain(hello, absence, at: now)
    case (.resuming(let number), .reply(let answered, let reply)):
      return number == answered ? answeredToToken(reply, absence, at: now) : []
    case (.asking(var entrance), .reply(let number, let reply)):
      let outcome = entrance.replied(to: number, reply, numbers: &numbers)
      return follow(outcome, entrance, absence, at: now)
    case (.closing, _), (.waiting, _), (.connecting, _):
      return []
    case (_, .event(let event)):
      return happened(event, at: now)
    default:
      return []
    }
  }

  /// The person typed `line` while the server is away.
  mutating func typed(_ line: String, during absence: Absence, at now: Uptime) -> [ConversationAction] {
    var absence = absence
    absence.member.isAsked = false
    if case .asking(var entrance) = absence.step {
      let outcome = entrance.typed(line, numbers: &numbers)
      return follow(outcome, entrance, absence, at: now)
    }
    var actions: [ConversationAction] = []
    switch absence.member.command(in: line) {
    case .logout:
      return leaveFromAfar(absence, .logout)
    case .quit:
      return leaveFromAfar(absence, .quit)
    case .help(let word):
      actions.append(.show(CommandTable.help(on: word)))
    case .transfers, .cancel:
      actions += absence.member.typed(line, numbers: &numbers).actions
    case .password:
      actions.append(.show([Words.passwordNeedsConnection]))
    default:
      actions.append(.show([absence.keep(line) ? Words.lineKept : Words.lineNotKept]))
    }
    actions += ask(during: &absence)
    stage = .absent(absence)
    return actions
  }

  /// Several lines were pasted while the server is away: a question about them could not be answered.
  mutating func pasted(_ paste: Paste, during absence: Absence) -> [ConversationAction] {
    var absence = absence
    absence.member.isAsked = false
    absence.member.draft = paste.before + paste.after
    let actions = [.show([Words.pasteNeedsConnection])] + ask(during: &absence)
    stage = .absent(absence)
    return actions
  }

  /// The person goes without being able to tell the server, which tells the others when it has waited long enough.
  mutating func leaveFromAfar(_ absence: Absence, _ farewell: Farewell) -> [ConversationAction] {
    let undone = farewell == .windowClosed ? [] : absence.leftUndone
    return (undone.isEmpty ? [] : [.show(undone)]) + finishLeaving(farewell)
  }

  // MARK: - The way back

  /// Takes lines to keep, unless the person has never been at the command's prompt yet.
  private func ask(during absence: inout Absence) -> [ConversationAction] {
    guard pace == .ahead, !absence.member.isAsked, case .over = absence.member.catchUp else { return [] }
    absence.member.isAsked = true
    return [.prompt(absence.member.nextPrompt()), .takeLine]
  }

  private mutating func nextTry(at now: Uptime) -> Uptime {
    now.advanced(bySeconds: reconnectPace.nextPause())
  }

  private mutating func giveUp(_ absence: Absence) -> [ConversationAction] {
    [.status(nil)] + end([Words.givenUp(afterSeconds: retryFor)] + absence.leftUndone, .unreachable)
  }

  /// The server ends this connection; then the next one is tried.
  mutating func close(_ absence: Absence) -> [ConversationAction] {
    var absence = absence
    absence.step = .closing
    stage = .absent(absence)
    return []
  }

  private mutating func greetedAgain(
    _ hello: ServerHello, _ absence: Absence, at now: Uptime
  ) -> [ConversationAction] {
    if let refusal = hello.refusal, WayBack.passes(refusal) {
      return close(absence)
    }
    guard hello.refusal == nil, hello.version == ProtocolVersion.current else {
      return [.status(nil)] + greeted(hello)
    }
    guard let token = absence.member.token else { return askForPassword(absence, at: now) }
    var absence = absence
    let action = numbers.send(.resume(token: token))
    absence.step = .resuming(number: numbers.last)
    stage = .absent(absence)
    return [action]
  }

  private mutating func answeredToToken(
    _ reply: Reply, _ absence: Absence, at now: Uptime
  ) -> [ConversationAction] {
    switch reply {
    case .welcome: comeBack(absence, as: nil, at: now)
    case .refused(let refusal) where WayBack.passes(refusal): close(absence)
    case .refused(.banned(let until, let reason)):
      [.status(nil)] + end(Refusal.banned(until: until, reason: reason).lines + absence.leftUndone, .refused)
    default: askForPassword(absence, at: now)
    }
  }

  /// Without a token that the server takes only the password helps, and only a person can be asked for it. What is
  /// half-typed stays with the editor.
  private mutating func askForPassword(_ absence: Absence, at now: Uptime) -> [ConversationAction] {
    var absence = absence
    if absence.member.token != nil {
      // A server that was set back to an older state gives ids again.
      absence.member.newest = .zero
    }
    absence.member.token = nil
    guard pace == .ahead else {
      return [.status(nil)] + end(Refusal.tokenVoid.lines + absence.leftUndone, .refused)
    }
    var entrance = Entrance()
    let outcome = entrance.go(
      to: .password(name: absence.member.name), showing: Refusal.tokenVoid.lines + [Words.password])
    return follow(outcome, entrance, absence, at: now)
  }

  private mutating func follow(
    _ outcome: Outcome, _ entrance: Entrance, _ absence: Absence, at now: Uptime
  ) -> [ConversationAction] {
    var absence = absence
    absence.step = .asking(entrance)
    stage = .absent(absence)
    switch outcome.next {
    case .logIn(let name):
      return comeBack(absence, as: name, at: now)
    case .stay:
      // A line may be wanted already: the editor takes it at whatever prompt stands there.
      guard absence.member.isAsked else {
        absence.member.isAsked = outcome.actions.contains(.takeLine)
        stage = .absent(absence)
        return outcome.actions
      }
      return outcome.actions.filter { $0 != .takeLine }
    case .leave(let farewell):
      return outcome.actions + leaveFromAfar(absence, farewell)
    case .end(let code):
      return outcome.actions + end([], code)
    }
  }

  /// Logged in again: what has no answer is sent once more, then what was typed meanwhile.
  ///
  /// - Parameter name: who logged in with a password; nil when the token was taken.
  private mutating func comeBack(
    _ absence: Absence, as name: String?, at now: Uptime
  ) -> [ConversationAction] {
    reconnectPace.reset()
    if let name, name != absence.member.name {
      return [.status(nil)] + become(name, insteadOf: absence)
    }
    var actions: [ConversationAction] = [.status(nil), .show([Words.connectionBack])]
    if case .nothingYet = absence.member.catchUp, case .asking = absence.step {
      // The next line is taken at it when all that was missed has come.
      actions.append(.prompt(absence.member.prompt))
    }
    stage = .member(absence.member)
    actions += withMember(at: now) { Outcome($0.goOn(numbers: &$1)) }
    for line in absence.lines {
      actions += withMember(at: now) { $0.typed(line, isAhead: true, numbers: &$1) }
    }
    return actions
  }

  /// Somebody else logged in: numbers and lines of the one before mean nothing for this account.
  private mutating func become(_ name: String, insteadOf absence: Absence) -> [ConversationAction] {
    let undone = absence.leftUndone
    var member = Membership(name: name, style: style)
    member.isAsked = false
    let actions: [ConversationAction] = [member.wantToken(numbers: &numbers)]
    stage = .member(member)
    return abandonments(of: absence.member) + (undone.isEmpty ? [] : [.show(undone)])
      + [.prompt(.command(of: name))] + actions
  }
}
