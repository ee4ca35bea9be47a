/// The number of one running transfer on one connection, chosen by the server and never used again on it.
public struct TransferID: RawRepresentable, Hashable, Sendable {
  /// Positive.
  public let rawValue: UInt64

  /// Wraps a number read from the wire.
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }
}
