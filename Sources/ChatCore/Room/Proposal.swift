/// A change that the room has decided on and that waits for its place in the log.
public struct Proposal: Sendable {
  /// The change.
  let entry: Entry
  /// The person's request behind it; it is what makes a request sent again change nothing.
  let origin: RequestOrigin?
  /// Who is answered when the change is committed.
  let replyTo: (session: SessionID, number: UInt64)?
  /// What becomes of bytes in the depot if the commit fails.
  let discardOnFailure: [FileID]
  /// Whether it is the account of somebody who is logged in when it is committed.
  let isNewcomer: Bool

  init(
    _ entry: Entry, origin: RequestOrigin? = nil, replyTo: (session: SessionID, number: UInt64)? = nil,
    discardOnFailure: [FileID] = [], isNewcomer: Bool = false
  ) {
    self.entry = entry
    self.origin = origin
    self.replyTo = replyTo
    self.discardOnFailure = discardOnFailure
    self.isNewcomer = isNewcomer
  }
}
