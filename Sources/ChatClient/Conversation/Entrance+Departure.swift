import ChatCore

extension Entrance {
  mutating func typedExistingName(_ name: String) -> Outcome {
    guard !Self.isTooLong(name) else { return failed(Refusal.unknownName.lines, .notPermitted) }
    return ask(.departure(name: name), .checkDeparture(name: name))
  }

  mutating func repliedToDeparture(_ name: String, _ reply: Reply) -> Outcome {
    switch reply {
    case .nameKnown: go(to: .existingPassword(name: name), showing: [Words.password])
    default: startAgain(reply.lines)
    }
  }

  mutating func typedExistingPassword(_ password: String, name: String) -> Outcome {
    guard Password.allows(password) else { return failed(Refusal.passwordMalformed.lines) }
    return ask(.departurePassword(name: name), .verifyDeparture(name: name, password: password))
  }

  mutating func repliedToDeparturePassword(_ reply: Reply) -> Outcome {
    switch reply {
    case .departureVerified(let name):
      let question =
        "Password verified. Are you sure to cancel your registration for \(TerminalSanitizer.line(name))? "
        + "Enter \"yes\" or \"no\":"
      return go(to: .confirmation(name: name, isSecondTry: false), showing: [question])
    default:
      return startAgain(reply.lines)
    }
  }

  mutating func typedConfirmation(
    _ answer: String, name: String, isSecondTry: Bool
  ) -> Outcome {
    switch answer.lowercased() {
    case "yes":
      return ask(.departureItself, .deregister)
    case "no":
      return startAgain([Words.nothingCancelled])
    default:
      if isSecondTry {
        return failed(["That was neither \"yes\" nor \"no\". " + Words.nothingCancelled])
      }
      return go(to: .confirmation(name: name, isSecondTry: true), showing: [Words.yesOrNo])
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
