import ChatNet

/// What is remembered of one server.
struct KnownHost: Hashable, Sendable {
  /// How its key came to be known.
  enum Kind: String, Sendable {
    /// It was shown at the first connection, and trusted because nothing spoke against it.
    case firstUse = "first-use"
    /// The person gave its fingerprint.
    case pinned
    /// A certificate authority vouched for it.
    case verified
  }

  let address: HostAddress
  let kind: Kind
  let fingerprint: KeyFingerprint
  /// When it became known: `2026-11-22`.
  let date: String
}
