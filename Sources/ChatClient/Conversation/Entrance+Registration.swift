import ChatCore

extension Entrance {
  mutating func typedNewName(_ name: String, numbers: inout RequestNumbers) -> Outcome {
    guard !Self.isTooLong(name) else {
      return failed(Refusal.nameMalformed(String(name.prefix(AccountName.maximumLength)) + "…").lines)
    }
    return ask(.newName(name), .checkNewName(name), numbers: &numbers)
  }

  mutating func repliedToNewName(_ name: String, _ reply: Reply) -> Outcome {
    switch reply {
    case .nameFree: go(to: .newPassword(name: name), showing: [Words.newPassword])
    default: startAgain(ReplyText.lines(of: reply))
    }
  }

  mutating func typedNewPassword(_ password: String, name: String) -> Outcome {
    guard Password.allows(password) else { return failed(Refusal.passwordMalformed.lines) }
    var lines = [Words.passwordAgain]
    if password.count < Password.recommendedLength {
      lines.insert(Words.shortPassword, at: 0)
    }
    return go(to: .newPasswordAgain(name: name, password: password, isSecondTry: false), showing: lines)
  }

  mutating func typedPasswordAgain(
    _ repeated: String, name: String, password: String, isSecondTry: Bool, numbers: inout RequestNumbers
  ) -> Outcome {
    if repeated.isExactly(password) {
      return ask(.registration, .register(name: name, password: password), numbers: &numbers)
    }
    if isSecondTry {
      return failed([Words.notTheSame])
    }
    return go(
      to: .newPasswordAgain(name: name, password: password, isSecondTry: true),
      showing: [Words.notTheSame, Words.passwordAgain])
  }

  mutating func repliedToRegistration(_ reply: Reply) -> Outcome {
    switch reply {
    case .registered(let name):
      startAgain(afterChange: "You have successfully registered \"\(name)\". Please continue!")
    default: startAgain(ReplyText.lines(of: reply))
    }
  }
}
