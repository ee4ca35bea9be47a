import ChatCore

// How messages come onto the screen: what was missed, then what is written.
extension Membership {
  /// A message has come.
  mutating func delivered(_ message: DeliveredMessage, at now: Uptime, numbers: inout RequestNumbers) -> Outcome {
    // What was not acknowledged before a connection was lost comes again.
    guard message.id > newest else {
      // It may be among those that are held back, and acknowledged when they are shown.
      if catchUp != .over, missed != nil { return Outcome() }
      acknowledgements.shown(message.id, at: now)
      return Outcome(acknowledgeWhatIsDue(at: now, numbers: &numbers))
    }
    newest = message.id
    acquaintances.heard(message, isLive: catchUp == .over)
    let messages: [DeliveredMessage]
    if catchUp != .over, missed != nil {
      messages = missed?.add(message, isMention: renderer.isMention(message)) ?? []
    } else {
      messages = [message]
    }
    return Outcome(show(messages, at: now, numbers: &numbers))
  }

  /// All that was missed is there.
  mutating func caughtUp(at now: Uptime, numbers: inout RequestNumbers) -> Outcome {
    guard catchUp != .over else { return Outcome() }
    var actions: [ConversationAction] = []
    if var missed {
      if !missed.digest.isEmpty, !missed.isOverfull {
        actions.append(.show([missed.digest.line]))
      }
      let held = missed.takeHeld()
      actions += show(held, at: now, numbers: &numbers)
      if missed.digest.count > MissedMessages.longestScreen {
        actions.append(.show([missed.digest.line]))
      }
      self.missed = nil
    }
    defer { catchUp = .over }
    if catchUp == .showing {
      return Outcome(actions + [.show([Words.missedFooter])])
    }
    // The prompt stands under the welcome already.
    isAsked = true
    return Outcome(actions + [.takeLine])
  }

  private mutating func show(
    _ messages: [DeliveredMessage], at now: Uptime, numbers: inout RequestNumbers
  ) -> [ConversationAction] {
    guard !messages.isEmpty else { return [] }
    var lines: [String] = []
    if catchUp == .nothingYet {
      catchUp = .showing
      lines.append(Words.missedHeader)
    }
    for message in messages {
      lines += renderer.lines(of: message, catchUp == .over ? .new : .missed)
    }
    var actions: [ConversationAction] = [.show(lines)]
    if messages.contains(where: renderer.rings) {
      actions.append(.ring)
    }
    for message in messages {
      acknowledgements.shown(message.id, at: now)
    }
    return actions + acknowledgeWhatIsDue(at: now, numbers: &numbers)
  }
}
