import ChatCore

extension FrameBytes {
  /// The frame that tells `event`.
  init(_ event: Event) {
    var wire = Wire_Event()
    switch event {
    case .message(let message):
      // What comes most has a field of its own in the frame.
      self.init(FrameField.Server.message, Wire_Delivery(message))
      return
    case .caughtUp: wire.caughtUp = Wire_Nothing()
    case .loggedIn(let name): wire.loggedIn = name
    case .loggedOut(let name): wire.loggedOut = name
    case .announcement(let text): wire.announcement = text.fitting(FrameLimit.body)
    case .timeOutNear(let seconds): wire.timeOutNear = seconds
    case .timedOut(let seconds): wire.timedOut = seconds
    case .putOut(let reason): wire.putOut = reason.fitting(FrameLimit.refusalText)
    case .serverStopping(let restarts, let isSettled):
      wire.serverStopping = .with {
        $0.restarts = restarts
        $0.settled = isSettled
      }
    case .deliveredTo(let name, let through): wire.deliveredTo = Wire_DeliveredTo(name, through)
    case .messagesGone(let count): wire.messagesGone = count
    case .transferFailed(let transfer, let reason): wire.transferFailed = Wire_TransferFailed(transfer, reason: reason)
    }
    self.init(FrameField.Server.event, wire)
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
    case .timeOutNear(let seconds):
      self = .timeOutNear(seconds: try WireRange.seconds.check(seconds, "Event.time_out_near"))
    case .timedOut(let seconds): self = .timedOut(seconds: try WireRange.seconds.check(seconds, "Event.timed_out"))
    case .putOut(let reason): self = .putOut(reason: reason)
    case .serverStopping(let stopping): self = .serverStopping(restarts: stopping.restarts, isSettled: stopping.settled)
    case .deliveredTo(let wire): self = .deliveredTo(name: wire.name, through: try wire.checkedThrough)
    case .messagesGone(let count):
      self = .messagesGone(count: try WireRange.sizes.check(count, "Event.messages_gone"))
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
