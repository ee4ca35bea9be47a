import ChatCore

enum EventCase: SampledCase {
  case message, caughtUp, loggedIn, loggedOut, announcement, timeOutNear, timedOut, putOut, serverStopping
  case transferFailed, deliveredTo, messagesGone

  init(of event: Event) {
    self =
      switch event {
      case .message: .message
      case .caughtUp: .caughtUp
      case .loggedIn: .loggedIn
      case .loggedOut: .loggedOut
      case .announcement: .announcement
      case .timeOutNear: .timeOutNear
      case .timedOut: .timedOut
      case .putOut: .putOut
      case .serverStopping: .serverStopping
      case .transferFailed: .transferFailed
      case .deliveredTo: .deliveredTo
      case .messagesGone: .messagesGone
      }
  }

  func sample(_ sampler: inout Sampler) -> Event {
    switch self {
    case .message: .message(sampler.message())
    case .caughtUp: .caughtUp
    case .loggedIn: .loggedIn(name: sampler.name())
    case .loggedOut: .loggedOut(name: sampler.name())
    case .announcement: .announcement(sampler.text())
    case .timeOutNear: .timeOutNear(seconds: sampler.seconds())
    case .timedOut: .timedOut(seconds: sampler.seconds())
    case .putOut: .putOut(reason: sampler.text())
    case .serverStopping:
      .serverStopping(
        restarts: Bool.random(using: &sampler.generator), isSettled: Bool.random(using: &sampler.generator))
    case .transferFailed: .transferFailed(sampler.transfer(), reason: sampler.text())
    case .deliveredTo: .deliveredTo(name: sampler.name(), through: sampler.entry())
    case .messagesGone: .messagesGone(count: sampler.size())
    }
  }
}

enum SenderLabelCase: SampledCase {
  case account, former, system

  init(of sender: SenderLabel) {
    self =
      switch sender {
      case .account: .account
      case .former: .former
      case .system: .system
      }
  }

  func sample(_ sampler: inout Sampler) -> SenderLabel {
    switch self {
    case .account: .account(sampler.name())
    case .former: .former(sampler.name())
    case .system: .system
    }
  }
}

extension Sampler {
  mutating func message(from sender: SenderLabel? = nil, kind: MessageKind? = nil) -> DeliveredMessage {
    DeliveredMessage(
      id: entry(), time: WallTime(microseconds: integer(Int64.min...Int64.max)), kind: kind ?? pick(MessageKind.self),
      sender: sender ?? one(of: SenderLabelCase.self), body: text(upTo: 400),
      request: Bool.random(using: &generator) ? ClientRequestID(run: integer(0...UInt64.max), number: number()) : nil)
  }
}
