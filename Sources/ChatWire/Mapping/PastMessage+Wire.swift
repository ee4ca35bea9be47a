import ChatCore

extension Wire_PastMessages {
  init(_ messages: [PastMessage], more: Bool = false) {
    self.messages = messages.map { past in
      var wire = Wire_Delivery(past.message)
      wire.to = past.recipient ?? ""
      return wire
    }
    self.more = more
  }

  static func parts(of messages: [PastMessage]) -> [Wire_PastMessages] {
    ListParts(messages, bytes: bytes(of:)).map { Wire_PastMessages($0, more: $1) }
  }

  /// What a message takes in a frame, rounded up.
  static func bytes(of past: PastMessage) -> Int {
    past.message.body.utf8.count + 2 * AccountName.maximumLength + 64
  }

  /// The messages of this part that this program knows the kinds of.
  var checkedMessages: [PastMessage] {
    get throws(FrameError) {
      var checked: [PastMessage] = []
      for wire in messages {
        guard let message = try DeliveredMessage(wire) else { continue }
        checked.append(PastMessage(message, to: wire.to.isEmpty ? nil : wire.to))
      }
      return checked
    }
  }
}
