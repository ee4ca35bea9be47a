import ChatCore

// What comes without having been asked for.
extension ScriptedConversation {
  /// The server told something.
  mutating func happened(_ event: Event, at now: Uptime) -> [ScriptAction] {
    let line = speaksJSON ? EventLine.text(of: event).map { [ScriptAction.write($0, showing: nil)] } ?? [] : []
    switch event {
    case .message(let message):
      return delivered(message, at: now)
    case .caughtUp:
      hasCaughtUp = true
      return line
    case .deliveredTo(let name, let through):
      receipts.delivered(to: name, through: through)
      return line
    case .messagesGone(let count):
      return line + [.notice(Words.messagesGone(count))]
    case .timedOut(let seconds):
      announced = .stops
      return line + [.notice(ScriptWords.idle(seconds))]
    case .serverStopping(let restarts, let isSettled):
      announced = .stops
      self.isSettled = isSettled
      return line + [.notice(restarts ? ScriptWords.restarting : ScriptWords.stopping)]
    case .putOut(let reason):
      announced = .putOut
      return line + [.notice(reason)]
    case .loggedIn, .loggedOut, .announcement, .transferFailed, .timeOutNear:
      return line
    }
  }

  /// What was written has reached standard output: the message of this id is shown.
  mutating func written(_ id: EntryID, at now: Uptime) -> [ScriptAction] {
    unwritten -= 1
    return acknowledge(id, at: now) + goOn(at: now)
  }

  /// Acknowledges what was shown for long enough.
  mutating func acknowledgeWhatIsDue(at now: Uptime) -> [ScriptAction] {
    guard case .member = stage else { return [] }
    return acknowledgements.takeDue(at: now).map { [send(.acknowledge($0))] } ?? []
  }

  private mutating func delivered(_ message: DeliveredMessage, at now: Uptime) -> [ScriptAction] {
    guard message.id > newest else { return [] }
    newest = message.id
    guard !options.skipsMissed || hasCaughtUp else {
      return hasUnshown ? [] : acknowledge(message.id, at: now)
    }
    if speaksJSON {
      return write(EventLine.text(of: message), showing: message.id)
    }
    guard hasCaughtUp, !hasMatched, let line = expectedLine(of: message) else {
      hasUnshown = true
      return []
    }
    hasMatched = true
    isInputOver = true
    return write(TerminalSanitizer.line(line), showing: hasUnshown ? nil : message.id)
  }

  private mutating func write(_ line: String, showing id: EntryID?) -> [ScriptAction] {
    unwritten += id == nil ? 0 : 1
    return [.write(line, showing: id)]
  }

  /// The first line of `message` that matches what is expected; nil when none does, or somebody else has written it.
  private func expectedLine(of message: DeliveredMessage) -> String? {
    guard let expectation = options.expectation, message.kind != .fileTransfer else { return nil }
    if let sender = expectation.sender {
      guard case .account(let name) = message.sender, AccountKey(name) == AccountKey(sender) else { return nil }
    }
    return message.body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
      .first(where: expectation.pattern.matches)
  }

  private mutating func acknowledge(_ id: EntryID, at now: Uptime) -> [ScriptAction] {
    acknowledgements.shown(id, at: now)
    return acknowledgeWhatIsDue(at: now)
  }
}
