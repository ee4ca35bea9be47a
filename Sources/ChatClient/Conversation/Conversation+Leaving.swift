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
      let unsure = member.map { $0.absence == nil && isUnsure(of: $0) } ?? false ? [Words.unsure] : []
      return end([cause.sentence] + (mayBeEncrypted ? [Words.withoutPlaintext] : []) + unsure, .unreachable)
    case .givenUp:
      return end([Words.givenUp(afterSeconds: session.retryFor)], .unreachable)
    case .left(let farewell, let doubt?):
      // A member who may count as online still has not left with success.
      let notice = doubt == .lost ? Words.farewellLost : Words.farewellUnanswered
      return (farewell == .windowClosed ? [] : [.notice([notice])]) + end([], .unreachable)
    case .left(let farewell, nil):
      let words: [String]
      switch farewell {
      case .windowClosed: words = []
      case .logout: words = undone + [Words.loggedOut]
      case .quit: words = undone + [Words.left]
      }
      stage = .outside
      return end(words, .done)
    }
  }

  /// Ends the program.
  mutating func end(_ lines: [String], _ code: ExitCode) -> [ConversationAction] {
    let lines = lines + undone
    let actions = abandonments + (isAbsent ? [.status(nil)] : [])
    stage = .outside
    session.end()
    return actions + (lines.isEmpty ? [] : [.show(lines)]) + [.exit(code)]
  }
}
