import ChatNet

/// How a server's key is judged.
public struct TrustOptions: Sendable {
  /// The only key that is taken, when the person gave its fingerprint.
  public var fingerprint: KeyFingerprint?
  /// Whether a key that nobody vouches for needs the person's word at the first connection.
  public var isStrict: Bool
  /// Where known keys are remembered.
  public var knownHosts: KnownHostsFile

  /// Options of these values.
  public init(
    fingerprint: KeyFingerprint? = nil, isStrict: Bool = false, knownHosts: KnownHostsFile = KnownHostsFile()
  ) {
    self.fingerprint = fingerprint
    self.isStrict = isStrict
    self.knownHosts = knownHosts
  }
}
