import ChatCore

// The ends of a conversation.
extension Conversation {
  /// Begins to leave: what runs ends, and the server is told.
  ///
  /// - Parameter isHurried: whether the answer is not waited for long.
  mutating func leave(_ farewell: Farewell, isHurried: Bool = false, at now: Uptime) -> [ConversationAction] {
    var actions: [ConversationAction] = []
    if !isAbsent {
      actions = abandonments + (member?.shownReceipts != nil ? [.receipts(nil)] : [])
      stage = .outside
    }
    return actions + follow(session.leave(farewell, isHurried: isHurried, at: now), at: now)
  }

  /// Tells how the session has ended, and ends the program.
  mutating func ended(_ ending: Session.Ending) -> [ConversationAction] {
    switch ending {
    case .refused(let refusal), .logInRefused(let refusal):
      return end(MessageText.sentences(refusal.lines), .refused)
    case .otherVersion(let version):
      return end([Words.otherVersion(version)], .refused)
    case .lost(let cause, let mayBeEncrypted):
      let hasDoubts = member.map { $0.absence == nil && isUnsure(of: $0) } ?? false
      return end(
        [cause.sentence] + (mayBeEncrypted ? [Words.withoutPlaintext] : []) + (hasDoubts ? [Words.unsure] : []),
        .unreachable)
    case .givenUp:
      return end([Words.givenUp(afterSeconds: session.retryFor)], .unreachable)
    case .left(let farewell, .unanswered):
      return unconfirmed(farewell, Words.farewellUnanswered)
    case .left(let farewell, .lost):
      return unconfirmed(farewell, Words.farewellLost)
    case .left(.windowClosed, .settled):
      stage = .outside
      return end([], .done)
    case .left(let farewell, .settled):
      // What a member left undone, who goes without a connection, stands before the last word.
      let undone = member.map { leftUndone(by: $0) } ?? []
      stage = .outside
      return end(undone + [farewell == .logout ? Words.loggedOut : Words.left], .done)
    }
  }

  /// Ends the program.
  mutating func end(_ lines: [String], _ code: ExitCode) -> [ConversationAction] {
    let undone = member.flatMap { $0.absence == nil ? nil : leftUndone(by: $0) } ?? []
    let actions = abandonments + (isAbsent ? [.status(nil)] : [])
    stage = .outside
    session.end()
    let lines = lines + undone
    return actions + (lines.isEmpty ? [] : [.show(lines)]) + [.exit(code)]
  }

  /// Nobody has answered the farewell of a member, for the reason that `notice` says: that is no success.
  private mutating func unconfirmed(_ farewell: Farewell, _ notice: String) -> [ConversationAction] {
    (farewell == .windowClosed ? [] : [.notice([notice])]) + end([], .unreachable)
  }
}
