import ChatCore

extension Wire_Delivery {
  init(_ message: DeliveredMessage) {
    id = message.id.rawValue
    time = message.time.microseconds
    kind = Wire_MessageKind(message.kind)
    switch message.sender {
    case .account(let name): sender = name
    case .former(let name):
      senderType = .former
      sender = name
    case .system: senderType = .system
    }
    body = message.body.fitting(FrameLimit.body)
    if let request = message.request {
      run = request.run
      number = request.number
    }
  }
}

extension DeliveredMessage {
  /// The message that `wire` delivers; nil when it is of a kind that this program does not know, or of another room.
  init?(_ wire: Wire_Delivery) throws(FrameError) {
    guard RoomID(wire: wire.room) == .main, let kind = MessageKind(wire.kind) else { return nil }
    self.init(
      id: try EntryID(wire: wire.id, "Delivery.id"), time: WallTime(microseconds: wire.time), kind: kind,
      sender: SenderLabel(wire), body: wire.body,
      request: wire.number == 0 ? nil : ClientRequestID(run: wire.run, number: wire.number))
  }
}

extension SenderLabel {
  init(_ wire: Wire_Delivery) {
    switch wire.senderType {
    case .account: self = .account(wire.sender)
    case .system: self = .system
    // One of a type that came later is shown by its name, but not taken for the account of that name.
    case .former, .UNRECOGNIZED: self = .former(wire.sender)
    }
  }
}

extension Wire_MessageKind {
  init(_ kind: MessageKind) {
    switch kind {
    case .private: self = .private
    case .broadcast: self = .broadcast
    case .fileTransfer: self = .fileTransfer
    }
  }
}

extension MessageKind {
  init?(_ wire: Wire_MessageKind) {
    switch wire {
    case .private: self = .private
    case .broadcast: self = .broadcast
    case .fileTransfer: self = .fileTransfer
    case .unspecified, .UNRECOGNIZED: return nil
    }
  }
}
