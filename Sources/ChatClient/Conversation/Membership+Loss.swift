import ChatCore

// What a member's requests, transfers and acknowledgements come to when the connection is lost, and when it is back.
extension Membership {
  /// The connection is lost. Requests wait for the next one; what can't wait is told.
  ///
  /// - Parameter isInteractive: whether a person at a terminal sees what is asked, so that a dialogue can be ended.
  mutating func loseConnection(isInteractive: Bool, numbers: inout RequestNumbers) -> [ConversationAction] {
    var actions = carryOut(transfers.paused(), numbers: &numbers).actions
    if pending.values.contains(.passwordChange) {
      actions.append(.show([Words.passwordUnsure]))
    }
    if passwordDialogue != nil, isInteractive {
      passwordDialogue = nil
      actions.append(.show([Words.passwordStays]))
      if isAsked {
        actions.append(.prompt(prompt))
      }
    }
    pending = pending.filter { unanswered[$0.key] != nil }
    return actions
  }

  /// The connection is back: requests that have no answer go out again, with their numbers and in their order, then what
  /// the server needs to know.
  mutating func goOn(numbers: inout RequestNumbers) -> [ConversationAction] {
    let again = unanswered.sorted { $0.key < $1.key }.map {
      ConversationAction.send(.request(number: $0.key, $0.value))
    }
    // In the order in which they get their numbers.
    let acknowledgement = acknowledgeAnew(numbers: &numbers)
    let wish = wantToken(numbers: &numbers)
    // Receipts that came while nobody was here to be told.
    let receipts = (marks?.undelivered ?? []).map { send(.deliveredTo($0), as: .silent, numbers: &numbers) }
    return again + acknowledgement + [wish] + receipts + carryOut(transfers.resumed(), numbers: &numbers).actions
  }

  /// Asks for a token to come back with.
  mutating func wantToken(numbers: inout RequestNumbers) -> ConversationAction {
    send(.wantToken, as: .token, numbers: &numbers)
  }

  /// The answer. Without a new one the old one stays good.
  mutating func repliedToWantToken(_ reply: Reply) -> Outcome {
    if case .token(let token) = reply {
      self.token = token
    }
    return Outcome()
  }

  /// What the server did on the connection before, as the person is told it.
  static func answer(_ reply: Reply, to request: Request?) -> Reply {
    guard case .doneBefore = reply else { return reply }
    return switch request {
    case .block(let name): .blocked(name: name)
    case .unblock(let name): .unblocked(name: name)
    case .declineFile(let sender, let name): .fileDeclined(from: sender, name: name)
    default: reply
    }
  }
}
