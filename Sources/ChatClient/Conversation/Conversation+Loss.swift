import ChatCore
import ChatTerminal

/// The time of a member without a connection, until it is back or given up.
struct Absence {
  /// So many typed lines are kept until the connection is back.
  static let mostLines = 100

  /// The questions of the log-in, while the server wants the password again.
  var entrance: Entrance?
  /// The lines that were typed meanwhile.
  private(set) var lines: [String] = []

  /// Keeps `line` for later.
  ///
  /// - Returns: false when as many are kept as may be.
  mutating func keep(_ line: String) -> Bool {
    guard lines.count < Self.mostLines else { return false }
    lines.append(line)
    return true
  }
}

// A lost connection: the person is told, types on meanwhile, and everything goes on where it stopped.
extension Conversation {
  /// Tells that a member's connection is lost, or about to be.
  mutating func beginAbsence(saying lines: [String], at now: Uptime) -> [ConversationAction] {
    let isInteractive = pace == .ahead
    return [.show(lines), .status(Words.away)] + withMember(at: now) { $0.beginAbsence(isInteractive: isInteractive) }
  }

  /// Stops what ran over the connection.
  mutating func lost(
    _ cause: ConnectionLoss, _ dropped: [Session.Pending], at now: Uptime
  ) -> [ConversationAction] {
    let isPasswordUnsure = dropped.contains { $0.purpose == .passwordChange }
    let words = cause == .silent ? Words.connectionSilent : Words.connectionLost
    return (isAbsent ? [] : beginAbsence(saying: [words], at: now))
      + withMember(at: now) { $0.connectionLost(isPasswordUnsure: isPasswordUnsure) }
  }

  /// Another try came to nothing: the password's prompt makes way for what stood there before.
  mutating func attemptFailed(at now: Uptime) -> [ConversationAction] {
    withMember(at: now) { member in
      guard member.absence?.entrance != nil else { return Outcome() }
      member.absence?.entrance = nil
      return Outcome(member.isAsked ? [.prompt(member.prompt)] : [])
    }
  }

  /// The person typed `line` while the server is away.
  mutating func typedDuringAbsence(_ line: String, at now: Uptime) -> [ConversationAction] {
    guard case .member(var member) = stage else { return [] }
    member.isAsked = false
    var words: [String] = []
    if member.absence?.entrance == nil {
      switch member.command(in: line) {
      case .leave(let farewell): return leave(farewell, at: now)
      case .transfers, .cancel: return withMember(at: now) { $0.typed(line) }
      case .help(let lines): words = lines
      case .password: words = [Words.passwordNeedsConnection]
      case nil, .ask, .chat, .more, .send, .fetch:
        words = [member.absence?.keep(line) == true ? Words.lineKept : Words.lineNotKept]
      }
    }
    stage = .member(member)
    return words.isEmpty
      ? withEntrance(at: now) { $0.typed(line) } : withMember(at: now) { _ in Outcome([.show(words)]) }
  }

  /// Somebody is logged in. Who comes back goes on; somebody else begins anew.
  mutating func welcomed(as name: String, _ dropped: [Session.Pending], at now: Uptime) -> [ConversationAction] {
    let name = TerminalSanitizer.line(name)
    guard case .member(var member) = stage, let absence = member.absence else {
      stage = .member(Membership(name: name, style: style))
      return []
    }
    guard member.name == name else {
      let undone = leftUndone(by: member, dropped)
      let actions = [.status(nil)] + abandonments + (undone.isEmpty ? [] : [.show(undone)])
      stage = .member(Membership(name: name, style: style))
      return actions + [.prompt(.command(of: name))]
    }
    var actions: [ConversationAction] = [.status(nil), .show([Words.connectionBack])]
    if case .nothingYet = member.catchUp, absence.entrance != nil {
      // The next line is taken at it when all that was missed has come.
      actions.append(.prompt(member.prompt))
    }
    member.absence = nil
    stage = .member(member)
    actions += withMember(at: now) { $0.goOn() }
    for line in absence.lines {
      actions += withMember(at: now) { $0.typed(line, isAhead: true) }
    }
    return actions
  }

  /// Stops all transfers.
  var abandonments: [ConversationAction] {
    (member?.transfers.tickets ?? []).map { .transfer(.abandon($0)) }
  }

  /// Sentences on all that was not done, for somebody without a connection who goes or has to give up.
  var undone: [String] {
    member.map { leftUndone(by: $0) } ?? []
  }

  private func leftUndone(by member: Membership, _ dropped: [Session.Pending] = []) -> [String] {
    guard let lines = member.absence?.lines else { return [] }
    let kept =
      switch lines.count {
      case 0: [String]()
      case 1: ["The line that you typed meanwhile was not sent."]
      default: ["The \(lines.count) lines that you typed meanwhile were not sent."]
      }
    return (isUnsure(of: member, dropped) ? [Words.unsure] : []) + kept
  }

  /// True when something was typed that the server may or may not have stored.
  func isUnsure(of member: Membership, _ dropped: [Session.Pending] = []) -> Bool {
    member.transfers.awaitsStorage
      || (dropped + session.pending.values).contains {
        $0.purpose == .passwordChange || $0.purpose == .typed && $0.request.isChange
      }
  }
}
