import ChatCore

// How messages come onto the screen: what was missed, then what is written.
extension Membership {
  /// A message has come.
  mutating func delivered(_ message: DeliveredMessage) -> Outcome {
    acquaintances.heard(message, isLive: catchUp == .over)
    let messages: [DeliveredMessage]
    if catchUp != .over, missed != nil {
      messages = missed?.add(message, isMention: renderer.isMention(message)) ?? []
    } else {
      messages = [message]
    }
    return show(messages)
  }

  /// All that was missed is there.
  ///
  /// - Parameter asksAround: whether somebody presses Tab, who may mean whoever is online or blocked, and files that wait.
  mutating func caughtUp(asksAround: Bool) -> Outcome {
    guard catchUp != .over else { return Outcome() }
    var outcome = Outcome()
    if var missed {
      let digest = ConversationAction.show([missed.digest.line])
      let isDigestFirst = !missed.digest.isEmpty && !missed.isOverfull
      outcome = show(missed.takeHeld())
      outcome.actions.insert(contentsOf: isDigestFirst ? [digest] : [], at: 0)
      if missed.digest.count > MissedMessages.longestScreen {
        outcome.actions.append(digest)
      }
      self.missed = nil
    }
    if asksAround {
      outcome.requests = [Request.whoelse, .listBlocked, .listFiles].map {
        Outcome.Outgoing(request: $0, purpose: .silent)
      }
    }
    if catchUp == .showing {
      outcome.actions.append(.show([Words.missedFooter]))
    } else {
      // The prompt stands under the welcome already.
      isAsked = true
      outcome.actions.append(.takeLine)
    }
    catchUp = .over
    return outcome
  }

  private mutating func show(_ messages: [DeliveredMessage]) -> Outcome {
    guard !messages.isEmpty else { return Outcome() }
    var lines: [String] = []
    if catchUp == .nothingYet {
      catchUp = .showing
      lines.append(Words.missedHeader)
    }
    for message in messages {
      lines += renderer.lines(of: message, catchUp == .over ? .new : .missed)
    }
    var outcome = Outcome([.show(lines)] + (messages.contains(where: renderer.rings) ? [.ring] : []))
    outcome.shown = messages.map(\.id)
    return outcome
  }
}
