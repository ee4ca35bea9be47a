import ChatCore

extension Entrance {
  mutating func typedNewName(_ name: String) -> Outcome {
    guard !Self.isTooLong(name) else {
      return failed(Refusal.nameMalformed(String(name.prefix(AccountName.maximumLength)) + "…").lines)
    }
    return ask(.newName(NewAccount(name: name, code: nil)), .checkNewName(name))
  }

  mutating func repliedToNewName(_ account: NewAccount, _ reply: Reply) -> Outcome {
    switch reply {
    case .nameFree: go(to: .newPassword(account), showing: [Words.newPassword])
    case .refused(.invitationNeeded): go(to: .invitation(name: account.name), showing: [Words.invitationCode])
    default: startAgain(reply.lines)
    }
  }

  mutating func typedInvitation(_ code: String, name: String) -> Outcome {
    // What is no code does not have to travel: it may be a password.
    guard InvitationCode.bytes(of: code) != nil else { return failed(Refusal.invitationVoid.lines) }
    return ask(.newName(NewAccount(name: name, code: code)), .checkNewName(name, code: code))
  }

  mutating func typedNewPassword(_ password: String, _ account: NewAccount) -> Outcome {
    guard Password.allows(password) else { return failed(Refusal.passwordMalformed.lines) }
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
        .registration, .register(name: account.name, password: password, code: account.code))
    }
    if isSecondTry {
      return failed([Words.notTheSame])
    }
    return go(
      to: .newPasswordAgain(account, password: password, isSecondTry: true),
      showing: [Words.notTheSame, Words.passwordAgain])
  }

  mutating func repliedToRegistration(_ reply: Reply) -> Outcome {
    switch reply {
    case .registered(let name):
      startAgain(afterChange: "You have successfully registered \"\(name)\". Please continue!")
    default: startAgain(reply.lines)
    }
  }
}
