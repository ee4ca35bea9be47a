/// What a server puts into a log at once: it stands there as a whole, or not at all.
public struct ItemBatch: Sendable {
  /// Whose it is.
  public let server: ServerID
  /// Which one it is of that server's, from 1. Put in twice, because the answer was lost, it is carried out once.
  public let number: UInt64
  /// In their order.
  public let items: [LogItem]
}

/// A part of that: every engine that follows the log carries the same items out in the same order.
public struct LogItem: Sendable {
  /// Which one it is of those that its server has proposed.
  public let number: UInt64
  /// What it is.
  public let content: Content

  /// What goes through a log.
  public enum Content: Sendable {
    /// A change, which gets an id. Of the requests of its `origin`'s run before it these were `refused`.
    case entry(Entry, origin: RequestOrigin?, refused: RequestNumbers)
    /// Something that passes.
    case passage(Passage)
  }
}
