import ChatCore

// Answers, and what comes without having been asked for.
extension ScriptedConversation {
  /// The server answered `request`.
  mutating func answered(_ request: Session.Pending, _ reply: Reply) -> [ScriptAction] {
    switch request.purpose {
    case .line(let tag):
      return [.write(EventLine.text(of: reply, tag: tag), showing: nil)]
    case .text(let name):
      if let id = reply.storedAs {
        storedCounts[name, default: 0] += 1
        if let name { receipts.stored(id, to: name) }
      } else if case .doneBefore = reply {
        storedCounts[name, default: 0] += 1
        if let name { receipts.storedSomewhere(request.number, to: name) }
      } else {
        noteRefusal(reply)
      }
    case .delivery:
      if case .deliveredTo(let name, let through) = reply {
        receipts.delivered(to: name, through: through)
      } else {
        noteRefusal(reply)
      }
    case .place(let name):
      let messages = if case .past(let messages) = reply { messages } else { [PastMessage]() }
      receipts.found(messages, with: name, run: run)
    }
    return []
  }

  /// What else is on its way may be stored all the same: it is told when that is known.
  private mutating func noteRefusal(_ reply: Reply) {
    guard case .refused(let refusal) = reply else { return }
    isInputOver = true
    firstRefusal = firstRefusal ?? refusal
    verdict = verdict ?? .refused
  }

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
      return line + [.notice(ScriptWords.idle(seconds))]
    case .serverStopping(let restarts, _):
      return line + [.notice(restarts ? ScriptWords.restarting : ScriptWords.stopping)]
    case .putOut(let reason):
      return line + [.notice(reason)]
    case .loggedIn, .loggedOut, .announcement, .transferFailed, .timeOutNear:
      return line
    }
  }

  /// What was written has reached standard output: the message of this id is shown.
  mutating func written(_ id: EntryID, at now: Uptime) -> [ScriptAction] {
    unwritten -= 1
    return follow(session.shown([id], at: now), at: now) + goOn(at: now)
  }

  private mutating func delivered(_ message: DeliveredMessage, at now: Uptime) -> [ScriptAction] {
    guard !options.skipsMissed || hasCaughtUp else {
      return hasUnshown ? [] : follow(session.shown([message.id], at: now), at: now)
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
}
