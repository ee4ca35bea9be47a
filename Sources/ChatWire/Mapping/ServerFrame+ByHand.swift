import ChatCore

extension ServerFrame {
  /// Appends this frame if it is one of those that go out by the million, and says whether it is.
  ///
  /// The bytes are those that the library would write.
  func appendByHand(to output: inout [UInt8]) -> Bool {
    switch self {
    case .event(.message(let message)):
      output.appendFrame(FrameField.Server.message, message)
    case .event(.deliveredTo(let name, let through)):
      output.appendFrame(FrameField.Server.event, ReceiptEvent(receipt: DeliveredTo(name: name, through: through)))
    case .reply(let number, .stored(let id)):
      output.appendFrame(FrameField.Server.reply, StoredReply(number: number, id: id))
    case .reply(let number, .storedForLater(let id, let name)):
      output.appendFrame(FrameField.Server.reply, StoredForLaterReply(number: number, id: id, name: name))
    case .hello, .reply, .event, .pong, .chunk, .endOfFile, .credit:
      return false
    }
    return true
  }
}

/// `Delivery` of chat.proto.
extension DeliveredMessage: HandmadeMessage {
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, varint: UInt64(bitPattern: id.rawValue))
    sink.field(2, fixed: UInt64(bitPattern: time.microseconds))
    sink.field(3, varint: UInt64(Wire_MessageKind(kind).rawValue))
    switch sender {
    case .account(let name):
      sink.field(5, name)
    case .former(let name):
      sink.field(4, varint: UInt64(Wire_SenderType.former.rawValue))
      sink.field(5, name)
    case .system:
      sink.field(4, varint: UInt64(Wire_SenderType.system.rawValue))
    }
    sink.field(6, body, limit: FrameLimit.body)
    if let request {
      sink.field(7, fixed: request.run)
      sink.field(8, varint: request.number)
    }
  }
}

/// `Reply` of chat.proto with the result `stored`.
private struct StoredReply: HandmadeMessage {
  let number: UInt64
  let id: EntryID

  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, varint: number)
    sink.oneOfField(2, varint: UInt64(bitPattern: id.rawValue))
  }
}

/// `Reply` of chat.proto with the result `stored_for_later`.
private struct StoredForLaterReply: HandmadeMessage {
  let number: UInt64
  let id: EntryID
  let name: String

  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, varint: number)
    sink.field(3, StoredForLater(id: id, name: name))
  }
}

/// `StoredForLater` of chat.proto.
private struct StoredForLater: HandmadeMessage {
  let id: EntryID
  let name: String

  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, varint: UInt64(bitPattern: id.rawValue))
    sink.field(2, name)
  }
}

/// `Event` of chat.proto of the kind `delivered_to`.
private struct ReceiptEvent: HandmadeMessage {
  let receipt: DeliveredTo

  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(9, receipt)
  }
}

/// `DeliveredTo` of chat.proto.
private struct DeliveredTo: HandmadeMessage {
  let name: String
  let through: EntryID

  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, name)
    sink.field(2, varint: UInt64(bitPattern: through.rawValue))
  }
}
