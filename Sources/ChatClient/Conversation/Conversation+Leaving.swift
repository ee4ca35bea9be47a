import ChatCore
import ChatWire

// How a conversation comes to its end.
extension Conversation {
  /// Begins to leave: what runs ends, and the server is told.
  mutating func leave(_ farewell: Farewell, at now: Uptime) -> [ConversationAction] {
    var actions: [ConversationAction] = []
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
      actions = abandonments(of: member) + member.acknowledgeAll(numbers: &numbers)
      if member.shownReceipts != nil {
        actions.append(.receipts(nil))
      }
    }
    stage = .leaving(farewell, deadline: now.advanced(bySeconds: Self.longestFarewell))
    return actions + [numbers.send(.leave(farewell))]
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
