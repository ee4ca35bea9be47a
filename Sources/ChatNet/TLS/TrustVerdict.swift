/// A decision about a server's identity.
public enum TrustVerdict: Hashable, Sendable {
  /// It is the one that is meant.
  case trusted
  /// It is not; a sentence for the person, with the next step.
  case refused(String)
}

/// Decides about a server's identity before any byte is sent to it.
///
/// Called on the loop's queue, after the handshake; calls what it is given once, at once or later, from any queue. The
/// connection waits meanwhile, neither read nor written.
public typealias TrustCheck = @Sendable (PeerIdentity, @escaping @Sendable (TrustVerdict) -> Void) -> Void
