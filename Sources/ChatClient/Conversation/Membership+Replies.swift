import ChatCore

// Answers to a member's requests, and what a lost connection makes of those.
extension Membership {
  /// The server answered `request`.
  mutating func replied(to request: Conversation.Session.Pending, _ reply: Reply) -> Outcome {
    // What was done on the connection before is told like what is done now.
    let reply = if case .doneBefore = reply { request.request.parts.done ?? reply } else { reply }
    switch request.purpose {
    case .silent:
      acquaintances.learn(from: reply)
      if case .deliveredTo(let name, let through) = reply {
        marks?.delivered(to: name, through: through)
      }
      return Outcome()
    case .typed:
      acquaintances.learn(from: reply)
      markAnswered(request.number, reply)
      let lines = reply.lines
      return Outcome(lines.isEmpty ? [] : [.show(lines)])
    case .past(let query):
      return repliedToLookBack(query, reply)
    case .passwordChange:
      return repliedToPasswordChange(reply)
    case .transfer(let purpose):
      return carryOut(replied(to: purpose, reply))
    case .entrance:
      return Outcome()
    }
  }

  private mutating func replied(to purpose: TransferPurpose, _ reply: Reply) -> [TransferStep] {
    switch purpose {
    case .upload(let ticket):
      return transfers.repliedToOffer(ticket, reply)
    case .download(let ticket):
      acquaintances.learn(from: reply)
      return transfers.repliedToWish(ticket, reply)
    case .handOver(let ticket):
      if let record = transfers.records[ticket], case .fileHandedOver = reply {
        acquaintances.gone(record.name, from: record.peer)
      }
      return transfers.repliedToHandOver(ticket, reply)
    case .cancel(let ticket):
      return transfers.repliedToCancel(ticket)
    case .silent:
      return []
    }
  }

  /// Does what transfers need, and asks what they have to ask of the server.
  func carryOut(_ steps: [TransferStep]) -> Outcome {
    var outcome = Outcome()
    for step in steps {
      switch step {
      case .show(let lines):
        outcome.actions.append(.show(lines))
      case .notice(let lines):
        outcome.actions.append(.notice(lines))
      case .perform(let action):
        outcome.actions.append(.transfer(action))
      case .ask(let request, let purpose):
        outcome.requests.append(Outcome.Outgoing(request: request, purpose: .transfer(purpose)))
      case .askAgain(let number, let request, let purpose):
        outcome.requests.append(Outcome.Outgoing(request: request, purpose: .transfer(purpose), number: number))
      }
    }
    return outcome
  }

  /// A request has gone out under this number.
  mutating func sent(_ request: Outcome.Outgoing, as number: UInt64) {
    if case .message(let name, _) = request.request {
      marks?.sending(to: name, number: number)
    } else if case .offerFile = request.request, case .transfer(.upload(let ticket)) = request.purpose {
      transfers.noteOffer(ticket, number)
    }
  }

  // MARK: - A lost connection

  /// Nobody will answer for a while.
  ///
  /// - Parameter isInteractive: whether a person at a terminal sees what is asked, so that a dialogue can be ended.
  mutating func beginAbsence(isInteractive: Bool) -> Outcome {
    absence = Absence()
    guard passwordDialogue != nil, isInteractive else { return Outcome() }
    passwordDialogue = nil
    return Outcome([.show([Words.passwordStays])] + (isAsked ? [.prompt(prompt)] : []))
  }

  /// The connection is gone: transfers stop; what can't wait is told.
  mutating func connectionLost(isPasswordUnsure: Bool) -> Outcome {
    var outcome = carryOut(transfers.paused())
    if isPasswordUnsure {
      outcome.actions.append(.show([Words.passwordUnsure]))
    }
    return outcome
  }

  /// The connection is back, and what had no answer is on its way again.
  mutating func goOn() -> Outcome {
    var outcome = carryOut(transfers.resumed())
    // Receipts that came while nobody was here to be told.
    let receipts = (marks?.undelivered ?? []).map { Outcome.Outgoing(request: .deliveredTo($0), purpose: .silent) }
    outcome.requests = receipts + outcome.requests
    return outcome
  }
}
