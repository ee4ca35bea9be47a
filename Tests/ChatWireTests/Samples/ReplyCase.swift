import ChatCore

enum ReplyCase: SampledCase {
  case refused, nameKnown, nameFree, welcome, registered, departureVerified, deregistered, others, lastHour, stored
  case storedForLater, blocked, unblocked, uploadAccepted, fileStored, waitingFiles, downloadAccepted, fileHandedOver
  case fileDeclined, transferCancelled, goodbye, doneBefore, passwordChanged
  case token, blockedPeople, lastSeen, deliveredTo, past, uploadResumed

  init(of reply: Reply) {
    self =
      switch reply {
      case .refused: .refused
      case .nameKnown: .nameKnown
      case .nameFree: .nameFree
      case .welcome: .welcome
      case .registered: .registered
      case .departureVerified: .departureVerified
      case .deregistered: .deregistered
      case .others: .others
      case .lastHour: .lastHour
      case .stored: .stored
      case .storedForLater: .storedForLater
      case .blocked: .blocked
      case .unblocked: .unblocked
      case .uploadAccepted: .uploadAccepted
      case .fileStored: .fileStored
      case .waitingFiles: .waitingFiles
      case .downloadAccepted: .downloadAccepted
      case .fileHandedOver: .fileHandedOver
      case .fileDeclined: .fileDeclined
      case .transferCancelled: .transferCancelled
      case .goodbye: .goodbye
      case .doneBefore: .doneBefore
      case .passwordChanged: .passwordChanged
      case .token: .token
      case .blockedPeople: .blockedPeople
      case .lastSeen: .lastSeen
      case .deliveredTo: .deliveredTo
      case .past: .past
      case .uploadResumed: .uploadResumed
      }
  }

  func sample(_ sampler: inout Sampler) -> Reply {
    switch self {
    case .refused: .refused(sampler.one(of: RefusalCase.self))
    case .nameKnown: .nameKnown
    case .nameFree: .nameFree
    case .welcome: .welcome(name: sampler.name())
    case .registered: .registered(name: sampler.name())
    case .departureVerified: .departureVerified(name: sampler.name())
    case .deregistered: .deregistered(name: sampler.name())
    case .others: .others(sampler.list { $0.name() })
    case .lastHour: .lastHour(sampler.list { $0.name() })
    case .stored: .stored(sampler.entry())
    case .storedForLater: .storedForLater(sampler.entry(), name: sampler.name())
    case .blocked: .blocked(name: sampler.name())
    case .unblocked: .unblocked(name: sampler.name())
    case .uploadAccepted: .uploadAccepted(sampler.transfer(), credit: sampler.integer(0...(1 << 30)))
    case .fileStored: .fileStored(name: sampler.text())
    case .waitingFiles:
      .waitingFiles(sampler.list { FileListing(sender: $0.name(), name: $0.text(), size: $0.size()) })
    case .downloadAccepted:
      .downloadAccepted(
        sampler.transfer(), sampler.file(), name: sampler.text(), size: sampler.size(), digest: sampler.digest())
    case .fileHandedOver: .fileHandedOver
    case .fileDeclined: .fileDeclined(from: sampler.name(), name: sampler.text())
    case .transferCancelled: .transferCancelled
    case .goodbye: .goodbye(sampler.pick(Farewell.self))
    case .doneBefore: .doneBefore
    case .passwordChanged: .passwordChanged
    case .token: .token(sampler.digest())
    case .blockedPeople: .blockedPeople(sampler.list { $0.name() })
    case .lastSeen: .lastSeen(name: sampler.name(), sampler.lastSeen())
    case .deliveredTo: .deliveredTo(name: sampler.name(), through: sampler.entry())
    case .past: .past(sampler.list { $0.past() })
    case .uploadResumed:
      .uploadResumed(sampler.transfer(), offset: sampler.size(), credit: sampler.integer(0...(1 << 30)))
    }
  }
}

extension Sampler {
  mutating func lastSeen() -> LastSeen {
    switch integer(0...2) {
    case 0: .online
    case 1: .never
    default: .until(WallTime(microseconds: integer(Int64.min...Int64.max)))
    }
  }

  mutating func past() -> PastMessage {
    let recipient = name()
    return PastMessage(message(), to: recipient.isEmpty ? nil : recipient)
  }
}
