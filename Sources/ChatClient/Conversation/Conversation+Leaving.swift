import ChatCore
import ChatWire

/// A farewell that is on its way to the server.
struct Departure {
  /// How long its answer is waited for where nobody waits: after a signal, before the log-in; and how long a person waits
  /// without a word; in seconds.
  static let longestSilence = 2.0

  /// How the person goes.
  let farewell: Farewell
  /// Whether this is a member, who counts as online until the server has read the farewell.
  let isMember: Bool
  /// Whether the program ends at `deadline`, answer or not. Else it goes on waiting: a server that holds this member back
  /// for having sent too fast reads the farewell late, and a program that has ended with 0 must be logged out.
  let isHurried: Bool
  /// When something is done about a missing answer; nil to wait for as long as the connection lives.
  var deadline: Uptime?
}

// How a conversation comes to its end.
extension Conversation {
  /// Begins to leave: what runs ends, and the server is told.
  ///
  /// - Parameter isHurried: whether the answer is not waited for long.
  mutating func leave(_ farewell: Farewell, isHurried: Bool = false, at now: Uptime) -> [ConversationAction] {
    var actions: [ConversationAction] = []
    var isMember = false
    switch stage {
    case .leaving, .ended:
      return []
    case .greeting:
      return finishLeaving(farewell)
    case .absent(let absence):
      return leaveFromAfar(absence, farewell)
    case .entrance:
      break
    case .member(var member):
      isMember = true
      actions = abandonments(of: member) + member.acknowledgeAll(numbers: &numbers)
      if member.shownReceipts != nil {
        actions.append(.receipts(nil))
      }
    }
    stage = .leaving(
      Departure(
        farewell: farewell, isMember: isMember, isHurried: isHurried || !isMember,
        deadline: now.advanced(bySeconds: Departure.longestSilence)))
    return actions + [numbers.send(.leave(farewell))]
  }

  /// The answer to a farewell has not come in time.
  mutating func timePassed(for departure: Departure) -> [ConversationAction] {
    guard !departure.isHurried else { return finishUnconfirmed(departure, Words.farewellUnanswered) }
    var departure = departure
    departure.deadline = nil
    stage = .leaving(departure)
    return pace == .ahead ? [.show([Words.farewellAwaited])] : []
  }

  /// Nobody has answered the farewell of a member, for the reason that `notice` says: that is no success.
  mutating func finishUnconfirmed(_ departure: Departure, _ notice: String) -> [ConversationAction] {
    guard departure.isMember else { return finishLeaving(departure.farewell) }
    return (departure.farewell == .windowClosed ? [] : [.notice([notice])]) + end([], .unreachable)
  }

  /// The farewell was answered, or nobody is there to answer it.
  mutating func finishLeaving(_ farewell: Farewell) -> [ConversationAction] {
    switch farewell {
    case .logout: end([Words.loggedOut], .done)
    case .quit: end([Words.left], .done)
    case .windowClosed: end([], .done)
    }
  }

  /// Ends the program.
  mutating func end(_ lines: [String], _ code: ExitCode) -> [ConversationAction] {
    stage = .ended
    return (lines.isEmpty ? [] : [.show(lines)]) + [.exit(code)]
  }
}
