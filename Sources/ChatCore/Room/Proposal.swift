/// Something that the room has decided on and that waits for its place in the log.
public struct Proposal: Sendable {
  /// What goes into the log.
  let content: LogItem.Content
  /// Who is answered when the change is committed.
  let replyTo: (session: SessionID, number: UInt64)?
  /// What they are answered, where that does not follow from the change.
  let reply: Reply?
  /// What becomes of bytes in the depot if it comes to nothing.
  let discardOnFailure: [FileID]
  /// Whether it is the account of somebody who is logged in when it is committed.
  let isNewcomer: Bool
  /// What else follows, here, once it has its place.
  let effects: [Effect]

  private init(
    _ content: LogItem.Content, replyTo: (session: SessionID, number: UInt64)?, reply: Reply?,
    discardOnFailure: [FileID], isNewcomer: Bool, effects: [Effect]
  ) {
    self.content = content
    self.replyTo = replyTo
    self.reply = reply
    self.discardOnFailure = discardOnFailure
    self.isNewcomer = isNewcomer
    self.effects = effects
  }

  /// A change. `origin` is the person's request behind it, which is what makes a request sent again change nothing;
  /// `refused` are those of its run that were refused before it.
  init(
    _ entry: Entry, origin: RequestOrigin? = nil, refused: RequestNumbers = [],
    replyTo: (session: SessionID, number: UInt64)? = nil, discardOnFailure: [FileID] = [], isNewcomer: Bool = false,
    effects: [Effect] = []
  ) {
    self.init(
      .entry(entry, origin: origin, refused: refused), replyTo: replyTo, reply: nil,
      discardOnFailure: discardOnFailure, isNewcomer: isNewcomer, effects: effects)
  }

  /// Something that passes.
  init(
    _ passage: Passage, replyTo: (session: SessionID, number: UInt64)? = nil, reply: Reply? = nil,
    effects: [Effect] = []
  ) {
    self.init(
      .passage(passage), replyTo: replyTo, reply: reply, discardOnFailure: [], isNewcomer: false, effects: effects)
  }
}
