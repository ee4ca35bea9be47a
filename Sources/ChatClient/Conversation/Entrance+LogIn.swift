import ChatCore

extension Entrance {
  /// A user name, or one of the words that lead elsewhere.
  mutating func typedName(_ name: String) -> Outcome {
    switch name.lowercased() {
    case "":
      let reason = ["Error! You have typed nothing. Please type your user name!"]
      guard asksAgain else { return failed(reason, .notPermitted) }
      return go(to: .name, showing: reason)
    case "quit":
      return Outcome(next: .leave(.quit))
    case "register":
      return go(to: .newName, showing: [Words.newUserName])
    case "de-register":
      return go(to: .existingName, showing: [Words.existingUserName])
    default:
      guard !Self.isTooLong(name) else {
        guard asksAgain else { return failed(Refusal.unknownName.lines, .notPermitted) }
        return go(to: .name, showing: Refusal.unknownName.lines)
      }
      return ask(.name(name), .checkName(name))
    }
  }

  mutating func repliedToName(_ name: String, _ reply: Reply) -> Outcome {
    switch reply {
    case .nameKnown: go(to: .password(name: name), showing: [Words.password])
    default: go(to: .name, showing: reply.lines)
    }
  }

  mutating func typedPassword(_ password: String, name: String) -> Outcome {
    guard !password.isEmpty else {
      let reason = ["Error! You have typed nothing. Please type your password!"]
      guard asksAgain else { return failed(reason, .notPermitted) }
      return go(to: .password(name: name), showing: reason)
    }
    guard Password.allows(password) else {
      return stay(
        at: .password(name: name), after: Refusal.passwordMalformed.lines, Words.password, .notPermitted)
    }
    return ask(.logIn(name: name), .logIn(name: name, password: password))
  }

  mutating func repliedToLogIn(as name: String, _ reply: Reply) -> Outcome {
    switch reply {
    case .refused(.wrongPassword) where name == givenName, .refused(.credentialsWrong) where name == givenName:
      return stay(at: .password(name: name), after: reply.lines, Words.password)
    case .welcome(let name):
      let name = TerminalSanitizer.line(name)
      let welcome = "Welcome to the Chatting room user \"\(name)\"! Now you have successfully logged in!"
      return Outcome([.show([welcome]), .prompt(.command(of: name))])
    case .refused(.unknownName), .refused(.alreadyOnline), .refused(.nowBlocked), .refused(.stillBlocked):
      // Each of these says itself what to type next.
      return go(to: .name, showing: reply.lines)
    default:
      return go(to: .name, showing: reply.lines + [Words.userName])
    }
  }

  /// Nobody may be there to be asked again, and each further try would bring the name nearer to its block.
  mutating func repliedToGivenLogIn(as name: String, _ reply: Reply) -> Outcome {
    guard case .refused(let refusal) = reply else { return repliedToLogIn(as: name, reply) }
    let failure = LogInFailure(refusal, name: name)
    return Outcome([.show([TerminalSanitizer.line(failure.sentence)])], next: .end(failure.code))
  }
}
