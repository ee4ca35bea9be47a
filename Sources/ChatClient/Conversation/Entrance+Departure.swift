import ChatCore

extension Entrance {
  mutating func typedExistingName(_ name: String) -> Outcome {
    guard !Self.isTooLong(name) else { return repliedToDeparture(name, .refused(.unknownName)) }
    return ask(.departure(name: name), .checkDeparture(name: name))
  }

  mutating func repliedToDeparture(_ name: String, _ reply: Reply) -> Outcome {
    switch reply {
    case .nameKnown: go(to: .existingPassword(name: name), showing: [Words.password])
    case .refused(.unknownName), .refused(.departureWhileOnline), .refused(.stillBlocked):
      stay(at: .existingName, after: reply.lines, Words.existingUserName, .notPermitted)
    default: startAgain(reply.lines)
    }
  }

  mutating func typedExistingPassword(_ password: String, name: String) -> Outcome {
    guard Password.allows(password) else {
      return stay(at: .existingPassword(name: name), after: Refusal.passwordMalformed.lines, Words.password)
    }
    return ask(.departurePassword(name: name), .verifyDeparture(name: name, password: password))
  }

  mutating func repliedToDeparturePassword(_ reply: Reply, name: String) -> Outcome {
    switch reply {
    case .departureVerified(let name):
      let question =
        "Password verified. Are you sure to cancel your registration for \(TerminalSanitizer.line(name))? "
        + "Enter \"yes\" or \"no\":"
      return go(to: .confirmation(name: name), showing: [question])
    case .refused(.wrongPassword):
      return stay(at: .existingPassword(name: name), after: reply.lines, Words.password)
    default:
      return startAgain(reply.lines)
    }
  }

  mutating func typedConfirmation(_ answer: String, name: String) -> Outcome {
    switch answer.lowercased() {
    case "yes", "y":
      ask(.departureItself, .deregister)
    case "no", "n":
      startAgain([Words.nothingCancelled])
    default:
      asksAgain
        ? go(to: .confirmation(name: name), showing: [Words.yesOrNo])
        : failed(["That was neither \"yes\" nor \"no\". " + Words.nothingCancelled])
    }
  }

  mutating func repliedToDepartureItself(_ reply: Reply) -> Outcome {
    switch reply {
    case .deregistered(let name):
      startAgain(afterChange: "You have successfully cancelled \"\(name)\". Please continue!")
    default: startAgain(reply.lines)
    }
  }
}
