import ChatCore

/// The questions that `password` asks, one after the other.
enum PasswordDialogue: Hashable {
  /// The present password.
  case old
  /// The new one.
  case new(old: String)
  /// The new one again.
  case again(old: String, new: String, isSecondTry: Bool)
}

extension Membership {
  /// `password` was typed: three questions follow.
  mutating func beginPasswordDialogue() -> Outcome {
    passwordDialogue = .old
    return Outcome([.show([Words.presentPassword])])
  }

  /// The answer to one of them.
  mutating func typed(_ line: String, in dialogue: PasswordDialogue) -> Outcome {
    // Blanks are part of a password; the CR of a file written elsewhere is not.
    let password = line.last == "\r" ? String(line.dropLast()) : line
    switch dialogue {
    case .old:
      guard !password.isEmpty else { return endPasswordDialogue(["Error! You have typed nothing."]) }
      guard Password.allows(password) else { return endPasswordDialogue(Refusal.passwordMalformed.lines) }
      passwordDialogue = .new(old: password)
      return Outcome([.show([Words.newPassword])])
    case .new(let old):
      guard Password.allows(password) else { return endPasswordDialogue(Refusal.passwordMalformed.lines) }
      passwordDialogue = .again(old: old, new: password, isSecondTry: false)
      let isShort = password.count < Password.recommendedLength
      return Outcome([.show((isShort ? [Words.shortPassword] : []) + [Words.passwordAgain])])
    case .again(let old, let new, let isSecondTry):
      guard password.isExactly(new) else {
        guard !isSecondTry else { return endPasswordDialogue([Words.notTheSame]) }
        passwordDialogue = .again(old: old, new: new, isSecondTry: true)
        return Outcome([.show([Words.notTheSame, Words.passwordAgain])])
      }
      passwordDialogue = nil
      return Outcome(asking: .changePassword(old: old, new: new), for: .passwordChange)
    }
  }

  /// The server's answer.
  func repliedToPasswordChange(_ reply: Reply) -> Outcome {
    guard case .refused(let refusal) = reply else { return Outcome([.show(reply.lines)]) }
    return Outcome([.show(MessageText.sentences(refusal.linesForMember) + [Words.passwordStays])])
  }

  /// Ctrl+C in the midst of it.
  mutating func leavePasswordDialogue() -> Outcome {
    var outcome = endPasswordDialogue([])
    if isAsked { outcome.actions.append(.prompt(prompt)) }
    return outcome
  }

  private mutating func endPasswordDialogue(_ reason: [String]) -> Outcome {
    passwordDialogue = nil
    return Outcome([.show(reason + [Words.passwordStays])])
  }
}
