/// The identity that a TLS server has shown, for whoever decides whether it is trusted.
public struct PeerIdentity: Hashable, Sendable {
  /// The result of checking its certificate against the certificate authorities that the context trusts.
  public enum Chain: Hashable, Sendable {
    /// It leads to one of them, and is valid today. Its name is a question of its own: `matchesName`.
    case verified
    /// It does not: OpenSSL's code (X509_STORE_CTX_get_error(3)) and words.
    case unverified(code: Int, reason: String)
  }

  /// Names its public key.
  public let fingerprint: KeyFingerprint
  /// The result of that check.
  public let chain: Chain
  /// True when the certificate is made out to the host name or address that was asked for.
  public let matchesName: Bool
  /// When the certificate ends, in seconds since 1970.
  public let expires: Int64
  /// `TLSv1.3`.
  public let protocolVersion: String
  /// `TLS_AES_256_GCM_SHA384`.
  public let cipher: String

  /// True when a certificate authority vouches that this is the host that was asked for.
  public var isVerified: Bool {
    chain == .verified && matchesName
  }

  /// An identity of these parts.
  public init(
    fingerprint: KeyFingerprint, chain: Chain, matchesName: Bool, expires: Int64, protocolVersion: String,
    cipher: String
  ) {
    self.fingerprint = fingerprint
    self.chain = chain
    self.matchesName = matchesName
    self.expires = expires
    self.protocolVersion = protocolVersion
    self.cipher = cipher
  }
}
