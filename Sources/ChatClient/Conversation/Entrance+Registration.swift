import ChatCore

extension Entrance {
  mutating func typedNewName(_ name: String) -> Outcome {
    guard !Self.isTooLong(name) else {
      let refusal = Refusal.nameMalformed(String(name.prefix(AccountName.maximumLength)) + "…")
      return stay(at: .newName, after: refusal.lines, Words.newUserName)
    }
    return ask(.newName(NewAccount(name: name, code: nil)), .checkNewName(name))
  }

  mutating func repliedToNewName(_ account: NewAccount, _ reply: Reply) -> Outcome {
    switch reply {
    case .nameFree: go(to: .newPassword(account), showing: [Words.newPassword])
    case .refused(.invitationNeeded): go(to: .invitation(name: account.name), showing: [Words.invitationCode])
    default: goBack(after: reply, account)
    }
  }

  /// Asks for that part of a registration anew which the server does not take.
  private mutating func goBack(after reply: Reply, _ account: NewAccount) -> Outcome {
    switch reply {
    case .refused(.nameTaken), .refused(.nameReserved), .refused(.nameMalformed), .refused(.nameIsAddress),
      .refused(.nameBanned):
      stay(at: .newName, after: reply.lines, Words.newUserName)
    case .refused(.invitationVoid):
      stay(at: .invitation(name: account.name), after: reply.lines, Words.invitationCode)
    case .refused(.passwordMalformed), .refused(.passwordTooShort):
      stay(at: .newPassword(account), after: reply.lines, Words.newPassword)
    default:
      startAgain(reply.lines)
    }
  }

  mutating func typedInvitation(_ code: String, name: String) -> Outcome {
    // What is no code does not have to travel: it may be a password.
    guard InvitationCode.bytes(of: code) != nil else {
      return stay(at: .invitation(name: name), after: Refusal.invitationVoid.lines, Words.invitationCode)
    }
    return ask(.newName(NewAccount(name: name, code: code)), .checkNewName(name, code: code))
  }

  mutating func typedNewPassword(_ password: String, _ account: NewAccount) -> Outcome {
    guard Password.allows(password) else {
      return stay(at: .newPassword(account), after: Refusal.passwordMalformed.lines, Words.newPassword)
    }
    var lines = [Words.passwordAgain]
    if password.count < Password.recommendedLength {
      lines.insert(Words.shortPassword, at: 0)
    }
    return go(to: .newPasswordAgain(account, password: password, isSecondTry: false), showing: lines)
  }

  mutating func typedPasswordAgain(
    _ repeated: String, _ account: NewAccount, password: String, isSecondTry: Bool
  ) -> Outcome {
    if repeated.isExactly(password) {
      return ask(
        .registration(account), .register(name: account.name, password: password, code: account.code))
    }
    if isSecondTry {
      return stay(at: .newPassword(account), after: [Words.notTheSame], Words.newPassword)
    }
    return go(
      to: .newPasswordAgain(account, password: password, isSecondTry: true),
      showing: [Words.notTheSame, Words.passwordAgain])
  }

  mutating func repliedToRegistration(_ account: NewAccount, _ reply: Reply) -> Outcome {
    switch reply {
    case .registered(let name):
      startAgain(afterChange: "You have successfully registered \"\(name)\". Please continue!")
    default: goBack(after: reply, account)
    }
  }
}
