// How much of the limits is used, for whoever runs the server.
extension Room {
  /// What the one who is nearest to `limit` has of it, or all together where it is a limit of all; nil where the room
  /// does not know, or where there is nothing to count.
  public func used(_ limit: Setting, at now: Moment) -> Int64? {
    switch limit {
    case .waitingBytesPerUser: mostOfOneSender(\.bytes)
    case .waitingBytes: files.shelf.bytes + files.uploads.bytes
    case .filesPerUser: mostOfOneSender { Int64($0.files) }
    case .mailboxMessages: Int64(messaging.mailboxes.largestCount)
    case .mailboxBytes: messaging.mailboxes.largestBytes
    case .passwordBacklog: Int64(admission.failures.mostOfOneAddress)
    default: nil
    }
  }

  /// The most that one sender has waiting, running uploads included, as the limits count it.
  private func mostOfOneSender(_ figure: (FileShelf.Usage) -> Int64) -> Int64 {
    let senders = Set(files.shelf.senders).union(files.uploads.senders)
    return senders.map { figure(files.shelf.usage(of: $0)) + figure(files.uploads.usage(of: $0)) }.max() ?? 0
  }

  /// How many addresses, and regulars of addresses, can't try a password now because too many failed.
  public func addressesOutOfTries(at now: Moment) -> Int {
    admission.failures.emptyCount(at: now.uptime)
  }

  /// How many users write faster than they are read now.
  public func usersSlowedDown(at now: Moment) -> Int {
    messaging.rates.emptyCount(at: now.uptime)
  }
}
