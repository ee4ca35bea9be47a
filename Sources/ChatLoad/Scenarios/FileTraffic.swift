import ChatWire

/// One file's way to the server and back, beside the chat of others.
final class FileTraffic: Traffic {
  private let file: FileTransfer
  private let chat: Chat

  /// `file` beside `chat`.
  init(_ file: FileTransfer, beside chat: Chat) {
    self.file = file
    self.chat = chat
  }

  func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
    file.received(frame, by: member)
  }

  func turnEnded(at now: Int64) {
    file.turnEnded()
    chat.turnEnded(at: now)
  }

  func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {
    chat.delivered(delivery, to: member, at: now)
  }

  func stored(_ number: UInt64, of member: Member, at now: Int64) {
    chat.stored(number, of: member, at: now)
  }

  var nextDue: Int64 { chat.nextDue }
}
