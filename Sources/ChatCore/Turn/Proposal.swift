/// Something that was decided on and that waits for its place in the log.
public struct Proposal: Sendable {
  /// What goes into the log.
  let content: LogItem.Content
  /// What is known of it here.
  let sequel: Sequel

  /// What follows from something in the log on the server that has proposed it, beside what follows everywhere.
  struct Sequel: Sendable {
    /// Who is answered when the change is committed.
    var caller: Caller?
    /// The token that they are given.
    var token: [UInt8]?
    /// What becomes of bytes in the depot if it comes to nothing.
    var discardOnFailure: [FileID] = []
    /// Whether it is the account of somebody who is logged in when it is committed.
    var isNewcomer = false
    /// What else follows once it has its place.
    var effects: [Effect] = []
    /// Whether this is the server that has proposed it.
    var isHere = true

    /// What follows from what others have proposed.
    static let elsewhere = Sequel(isHere: false)
  }

  /// A change. `origin` is the person's request behind it, which is what makes a request sent again change nothing;
  /// `refused` are those of its run that were refused before it.
  init(
    _ entry: Entry, origin: RequestOrigin? = nil, refused: RequestNumbers = [],
    caller: Caller? = nil, discardOnFailure: [FileID] = [], isNewcomer: Bool = false,
    effects: [Effect] = []
  ) {
    content = .entry(entry, origin: origin, refused: refused)
    sequel = Sequel(
      caller: caller, discardOnFailure: discardOnFailure, isNewcomer: isNewcomer, effects: effects)
  }

  /// Something that passes.
  init(
    _ passage: Passage, caller: Caller? = nil, token: [UInt8]? = nil,
    effects: [Effect] = []
  ) {
    content = .passage(passage)
    sequel = Sequel(caller: caller, token: token, effects: effects)
  }
}
