/// The SHA-256 of a resume token, or of the code of an invitation: what is kept of it, so that whoever reads the store
/// can't come back as somebody else, nor register.
public struct TokenDigest: Hashable, Sendable {
  /// How many bytes a digest has, and a token too.
  public static let length = 32

  /// The 32 bytes.
  public let bytes: [UInt8]

  /// Wraps a digest that was computed or read from the store; nil when it has another length.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.length else { return nil }
    self.bytes = bytes
  }
}
