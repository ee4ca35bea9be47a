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

/// What the room makes of something that happened.
enum Decision: Sendable {
  /// Nothing goes into the log; the effects say it all.
  case settled
  /// The log shall give this an id; `Room.apply` comes next.
  case propose(Proposal)
  /// The log shall give an id to a file whose upload may begin; `Room.beginUpload` comes next.
  case proposeUpload(UploadOffer)
  /// Compute the SHA-256 of what was shown; `Room.shown` comes next, in the same turn.
  case checkToken(ShownToken)
  /// Make a random token and its SHA-256; `Room.issue` comes next.
  case makeToken(TokenWish)
}

/// An upload that the room has nothing against.
struct UploadOffer: Sendable {
  let session: SessionID
  let number: UInt64
  let recipient: AccountID
  let name: FileName
  let size: Int64
}
