import ChatCore

/// `Delivery` of chat.proto.
extension DeliveredMessage: WireMessage {
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, id)
    sink.field(2, time)
    sink.field(3, kind)
    switch sender {
    case .account(let name):
      sink.field(5, name)
    case .former(let name):
      sink.field(4, UInt64(1))
      sink.field(5, name)
    case .system:
      sink.field(4, UInt64(2))
    }
    sink.field(6, body.fitting(FrameLimit.body))
    if let request {
      sink.field(7, Run(bits: request.run))
      sink.field(8, request.number)
    }
  }

  /// Nil when it is of a kind that this program does not know, or of another room.
  init?(_ fields: inout FieldReader) {
    guard let past = PastMessage(&fields) else { return nil }
    self = past.message
  }
}

/// `Delivery` of chat.proto, in an answer about the past.
extension PastMessage: WireMessage {
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    message.sayFields(to: &sink)
    sink.field(10, recipient ?? "")
  }

  /// Nil when it is of a kind that this program does not know, or of another room.
  init?(_ fields: inout FieldReader) {
    let id = fields.integer(1)
    let time = WallTime(microseconds: Int64(bitPattern: fields.fixed(2) ?? 0))
    let kind = MessageKind(wire: fields.enumeration(3))
    let sender = SenderLabel(wire: fields.enumeration(4), fields.text(5))
    let body = fields.text(6)
    let request = ClientRequestID(run: fields.fixed(7) ?? 0, number: fields.varint(8))
    let isMainRoom = fields.isMainRoom(9)
    let recipient = fields.text(10)
    guard isMainRoom, let kind else { return nil }
    self.init(
      DeliveredMessage(
        id: EntryID(rawValue: fields.check(id, in: WireRange.ids, named: "Delivery.id")), time: time, kind: kind,
        sender: sender, body: body, request: request.number == 0 ? nil : request),
      to: recipient.isEmpty ? nil : recipient)
  }
}

extension SenderLabel {
  /// One of a type that came later is shown by its name, but not taken for the account of that name.
  fileprivate init(wire: Int32, _ name: String) {
    switch wire {
    case 0: self = .account(name)
    case 2: self = .system
    default: self = .former(name)
    }
  }
}

/// `MessageKind` of chat.proto.
extension MessageKind: VarintValue {
  var varint: UInt64 {
    switch self {
    case .private: 1
    case .broadcast: 2
    case .fileTransfer: 3
    }
  }

  fileprivate init?(wire: Int32) {
    switch wire {
    case 1: self = .private
    case 2: self = .broadcast
    case 3: self = .fileTransfer
    default: return nil
    }
  }
}
