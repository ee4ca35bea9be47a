import ChatCore

extension Wire_ServerFrame.OneOf_Kind {
  init(_ event: Event) {
    switch event {
    case .message(let message): self = .message(Wire_Delivery(message))
    case .caughtUp: self = Self.event(.caughtUp(Wire_Nothing()))
    case .loggedIn(let name): self = Self.event(.loggedIn(name))
    case .loggedOut(let name): self = Self.event(.loggedOut(name))
    case .announcement(let text): self = Self.event(.announcement(text.fitting(FrameLimit.body)))
    case .timedOut(let seconds): self = Self.event(.timedOut(seconds))
    case .putOut(let reason): self = Self.event(.putOut(reason.fitting(FrameLimit.refusalText)))
    case .serverStopping: self = Self.event(.serverStopping(Wire_Nothing()))
    case .transferFailed(let transfer, let reason):
      self = Self.event(.transferFailed(Wire_TransferFailed(transfer, reason: reason)))
    }
  }

  private static func event(_ kind: Wire_Event.OneOf_Kind) -> Self {
    var event = Wire_Event()
    event.kind = kind
    return .event(event)
  }
}

extension Event {
  /// What `kind` tells.
  init(_ kind: Wire_Event.OneOf_Kind) throws(FrameError) {
    switch kind {
    case .caughtUp: self = .caughtUp
    case .loggedIn(let name): self = .loggedIn(name: name)
    case .loggedOut(let name): self = .loggedOut(name: name)
    case .announcement(let text): self = .announcement(text)
    case .timedOut(let seconds): self = .timedOut(seconds: try WireRange.seconds.check(seconds, "Event.timed_out"))
    case .putOut(let reason): self = .putOut(reason: reason)
    case .serverStopping: self = .serverStopping
    case .transferFailed(let wire):
      self = .transferFailed(try TransferID(wire: wire.transfer, "TransferFailed.transfer"), reason: wire.reason)
    }
  }
}

extension Wire_TransferFailed {
  init(_ transfer: TransferID, reason: String) {
    self.transfer = transfer.rawValue
    self.reason = reason.fitting(FrameLimit.refusalText)
  }
}
