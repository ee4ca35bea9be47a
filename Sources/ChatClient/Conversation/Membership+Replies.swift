import ChatCore
import ChatWire

extension Membership {
  /// The server answered request `number`.
  mutating func replied(to number: UInt64, _ reply: Reply, numbers: inout RequestNumbers) -> Outcome {
    guard let request = pending[number] else { return Outcome() }
    let reply = Self.answer(reply, to: takeUnanswered(number))
    switch request {
    case .silent:
      pending[number] = nil
      acquaintances.learn(from: reply)
      if case .deliveredTo(let name, let through) = reply {
        marks?.delivered(to: name, through: through)
      }
      return Outcome()
    case .typed:
      pending[number] = nil
      acquaintances.learn(from: reply)
      markAnswered(number, reply)
      return shown(reply)
    case .past(let query):
      pending[number] = nil
      return repliedToLookBack(query, reply)
    case .passwordChange:
      pending[number] = nil
      return repliedToPasswordChange(reply, numbers: &numbers)
    case .token:
      pending[number] = nil
      return repliedToWantToken(reply)
    case .upload(let ticket):
      if reply.isLast { pending[number] = nil }
      return carryOut(transfers.repliedToOffer(ticket, reply), numbers: &numbers)
    case .download(let ticket):
      pending[number] = nil
      acquaintances.learn(from: reply)
      return carryOut(transfers.repliedToWish(ticket, reply), numbers: &numbers)
    case .handOver(let ticket):
      pending[number] = nil
      if let record = transfers.records[ticket], case .fileHandedOver = reply {
        acquaintances.gone(record.name, from: record.peer)
      }
      return carryOut(transfers.repliedToHandOver(ticket, reply), numbers: &numbers)
    case .cancel(let ticket):
      pending[number] = nil
      return carryOut(transfers.repliedToCancel(ticket), numbers: &numbers)
    }
  }

  /// Something became of a transfer on this machine.
  mutating func transfer(_ ticket: TransferTicket, _ news: TransferNews, numbers: inout RequestNumbers) -> Outcome {
    carryOut(transfers.happened(ticket, news), numbers: &numbers)
  }

  /// Sends what transfers have for the server, in its place among the rest.
  mutating func carryOut(_ steps: [TransferStep], numbers: inout RequestNumbers) -> Outcome {
    Outcome(
      steps.map { step in
        switch step {
        case .perform(let action):
          if case .abandon(let ticket) = action { forgetOffer(of: ticket) }
          return action
        case .ask(let request, let kind):
          let action = send(request, as: kind, numbers: &numbers)
          if case .offerFile = request, case .upload(let ticket) = kind {
            transfers.noteOffer(ticket, numbers.last)
          }
          return action
        case .askAgain(let number, let request, let kind):
          pending[number] = kind
          return .send(.request(number: number, request))
        }
      })
  }

  /// The second answer to an offer is not waited for when its transfer has ended.
  private mutating func forgetOffer(of ticket: TransferTicket) {
    guard transfers.records[ticket] == nil else { return }
    if let offer = pending.first(where: { $0.value == .upload(ticket) }) {
      pending[offer.key] = nil
    }
  }

  private func shown(_ reply: Reply) -> Outcome {
    let lines = ReplyText.lines(of: reply)
    return Outcome(lines.isEmpty ? [] : [.show(lines)])
  }
}
