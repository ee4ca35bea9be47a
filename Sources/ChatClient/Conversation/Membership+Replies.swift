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
      return repliedToOffer(number, ticket, reply, numbers: &numbers)
    case .download(let ticket):
      pending[number] = nil
      return repliedToWish(ticket, reply, numbers: &numbers)
    case .handOver(let ticket):
      pending[number] = nil
      transfers[ticket] = nil
      let file = fetched.removeValue(forKey: ticket)
      // Its sender may have replaced the file meanwhile: the server keeps the new one, and that is right.
      if case .refused(.noSuchFile) = reply { return Outcome() }
      if let file {
        acquaintances.gone(file.name, from: file.sender)
      }
      return shown(reply)
    }
  }

  /// A transfer ended on the server's side.
  mutating func transferFailed(_ id: TransferID, reason: String) -> Outcome {
    for (ticket, transfer) in transfers {
      switch transfer {
      case .uploading(id):
        end(ticket)
      case .downloading(let file) where file.transfer == id:
        end(ticket)
      default:
        continue
      }
      return Outcome([.abandon(ticket), .show(MessageText.sentences(["Error! " + reason]))])
    }
    return Outcome()
  }

  /// Something became of a transfer on this machine.
  mutating func transfer(_ ticket: TransferTicket, _ news: TransferNews, numbers: inout RequestNumbers) -> Outcome {
    switch (transfers[ticket], news) {
    case (.opening(let receiver), .fileOpened(let name, let size)):
      transfers[ticket] = .offered
      return Outcome([
        send(.offerFile(to: receiver, name: name.text, size: size), as: .upload(ticket), numbers: &numbers)
      ])
    case (.opening, .fileNotOpened(let error)):
      transfers[ticket] = nil
      return Outcome([.show([error.sentence])])
    case (.uploading, .uploadSent):
      return Outcome([.show([Words.uploadSent])])
    case (.downloading(let file), .downloadSaved(let path)):
      transfers[ticket] = .handingOver
      return Outcome([
        .show([Words.downloadDone, "It has been saved as \"\(TerminalSanitizer.line(path))\"."]),
        send(.fileReceived(file.file), as: .handOver(ticket), numbers: &numbers),
      ])
    case (.uploading(let id), .broke(let error)):
      end(ticket)
      return Outcome([.show([error.sentence]), send(.cancelTransfer(id), as: .silent, numbers: &numbers)])
    case (.downloading(let file), .broke(let error)):
      end(ticket)
      return Outcome([
        .show([error.sentence]), send(.cancelTransfer(file.transfer), as: .silent, numbers: &numbers),
      ])
    default:
      return Outcome()
    }
  }

  private mutating func repliedToOffer(
    _ number: UInt64, _ ticket: TransferTicket, _ reply: Reply, numbers: inout RequestNumbers
  ) -> Outcome {
    switch reply {
    case .uploadAccepted(let id, let credit):
      transfers[ticket] = .uploading(id)
      return Outcome([.show([Words.uploadBegins]), .upload(ticket, id, credit: credit)])
    case .fileStored:
      end(ticket)
      return shown(reply)
    default:
      end(ticket)
      return Outcome([.abandon(ticket)] + shown(reply).actions)
    }
  }

  private mutating func repliedToWish(
    _ ticket: TransferTicket, _ reply: Reply, numbers: inout RequestNumbers
  ) -> Outcome {
    guard case .downloadAccepted(let id, let file, let name, let size, let digest) = reply else {
      end(ticket)
      acquaintances.learn(from: reply)
      return shown(reply)
    }
    do throws(Refusal) {
      let incoming = IncomingFile(transfer: id, file: file, name: try FileName(name), size: size, digest: digest)
      transfers[ticket] = .downloading(incoming)
      return Outcome([.show(Words.downloadBegins), .download(ticket, incoming)])
    } catch {
      end(ticket)
      return Outcome([
        .show(MessageText.sentences(error.lines)), send(.cancelTransfer(id), as: .silent, numbers: &numbers),
      ])
    }
  }

  /// Forgets the transfer, and the offer whose second answer does not come any more.
  private mutating func end(_ ticket: TransferTicket) {
    transfers[ticket] = nil
    fetched[ticket] = nil
    if let offer = pending.first(where: { $0.value == .upload(ticket) }) {
      pending[offer.key] = nil
    }
  }

  private func shown(_ reply: Reply) -> Outcome {
    let lines = ReplyText.lines(of: reply)
    return Outcome(lines.isEmpty ? [] : [.show(lines)])
  }
}
