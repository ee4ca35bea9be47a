/// Private messages of the log that wait for their receiver.
public struct WaitingMail: Hashable, Sendable {
  /// How many.
  public let count: Int
  /// The bytes of their bodies.
  public let bytes: Int64
  /// The newest of them.
  public let last: EntryID

  /// Mail of these measures.
  public init(count: Int, bytes: Int64, last: EntryID) {
    self.count = count
    self.bytes = bytes
    self.last = last
  }
}
