/// One connection as the room sees it.
struct Session: Sendable {
  let origin: SessionOrigin
  var stage: Stage

  /// What a connection is in the middle of.
  enum Stage: Sendable {
    /// Behind a reference: few connections stay there, and each takes the place of the largest case.
    indirect case prompt(Prompt)
    case member(Member)
    /// A farewell was answered; nothing more is expected.
    case leaving
  }

  /// Lets `change` alter the member, if somebody is logged in.
  mutating func updateMember(_ change: (inout Member) -> Void) {
    // Taken out, because a second reference would have every change copy what the member holds.
    var taken = Stage.leaving
    swap(&taken, &stage)
    switch consume taken {
    case .member(var member):
      change(&member)
      stage = .member(member)
    case let other:
      stage = other
    }
  }
}

/// Where a connection comes from. It never changes, and a session refers to it: sessions are looked at for every message.
final class SessionOrigin: Sendable {
  /// The address, as log-in blocks key it.
  let address: String
  /// The same with its port, for whoever runs the server.
  let peer: String
  /// The address as limits count it: addresses that are one person's may be one place.
  let place: String
  /// The run of the client program.
  let run: UInt64

  init(address: String, peer: String, place: String, run: UInt64) {
    self.address = address
    self.peer = peer
    self.place = place
    self.run = run
  }
}

/// A connection after its log-in.
struct Member: Sendable {
  // Everybody who is online has one of these: the small ones stand together, so that they leave no gaps.
  let account: AccountID
  /// The last typed command.
  var lastActivity: Uptime
  var underWay = CopiedOnWrite<Undertakings>.none
  var lastTransfer: UInt64 = 0
  var feed: Feed
  /// Whether the person was told that typing too fast is read more slowly.
  var isToldOfRate = false
  /// Whether the person was told that TIME_OUT is near, since something was typed.
  var isToldOfTimeOut = false
  /// Whether `Event.caughtUp` has been sent.
  var hasCaughtUp = false
  /// Wrong old passwords since the log-in, or since the last block.
  var wrongPasswords: UInt8 = 0
  var tally = CommandTally()

  /// How the session gets the messages of the log.
  enum Feed: Sendable {
    /// As they are written.
    case live
    /// A page after this entry is being read.
    case reading(after: EntryID)
    /// What was sent has to go out first; the next page starts after this entry.
    case draining(after: EntryID)
  }

  /// Something was typed: TIME_OUT starts anew.
  mutating func isActive(at now: Uptime) {
    lastActivity = now
    isToldOfTimeOut = false
  }

  /// The number for the next transfer.
  mutating func nextTransfer() -> TransferID {
    lastTransfer += 1
    return TransferID(rawValue: lastTransfer)
  }
}
