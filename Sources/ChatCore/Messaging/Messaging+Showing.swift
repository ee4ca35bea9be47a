// What is on disk goes to those who read live.
extension Messaging {
  /// Of what was committed at once about so many bytes are shown at once: the shards have to write them before more comes,
  /// or those who read live would seem to be slow.
  private static let portion = 64 * 1024
  /// What a delivery takes beside its text.
  static let deliveryOverhead = 64

  /// Hands what is on disk, all up to `committed`, and was not shown yet to `deliver`, about 64 KiB of it.
  ///
  /// - Returns: whether there is more, which the shards should be given when they have written this.
  mutating func showCommitted(
    through committed: EntryID, people: People, _ deliver: (DeliveredMessage, Audience) -> Void
  ) -> Bool {
    var bytes = 0
    for message in tail.messages(after: shown) {
      guard message.id <= committed else { break }
      guard bytes < Self.portion else { return true }
      show(message, people: people, deliver)
      shown = message.id
      bytes += message.body.utf8.count + Self.deliveryOverhead
    }
    shown = committed
    newcomers = []
    blocks.forgetEnded(through: shown)
    tail.trim(shown: shown)
    return false
  }

  /// Delivers a message that is on disk to those who read live and may see it.
  private func show(
    _ message: ChatMessage, people: People, _ deliver: (DeliveredMessage, Audience) -> Void
  ) {
    guard let recipient = message.recipient else {
      // A loop, since a method that is passed on holds a copy of the people.
      var except: [SessionID] = []
      for blocker in blocks.blockers(of: message.sender, at: message.id) {
        if let session = people.connectedSession(of: blocker) { except.append(session) }
      }
      for account in newcomers where account.rawValue > message.id.rawValue {
        if let session = people.connectedSession(of: account) { except.append(session) }
      }
      deliver(people.delivered(message), .everyone(except: except))
      return
    }
    if let session = people.connectedSession(of: recipient) {
      deliver(people.delivered(message), .live(session))
    }
  }
}

extension People {
  /// The message as a reader gets it.
  func delivered(_ message: ChatMessage) -> DeliveredMessage {
    DeliveredMessage(
      id: message.id, time: message.time, kind: message.kind, sender: accounts.label(of: message.sender),
      body: message.body, request: message.request)
  }
}
