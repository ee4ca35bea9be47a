import COpenSSL

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

/// The name that a server was asked for by: a host name or a numeric address.
struct PeerName {
  private let text: String
  private let isAddress: Bool

  init(_ text: String) {
    if let address = SocketAddress(host: text, port: 0) {
      // Without brackets and an interface, as certificates have it.
      self.text = String(address.host.prefix { $0 != "%" })
      isAddress = true
    } else {
      self.text = text.hasSuffix(".") ? String(text.dropLast()) : text
      isAddress = false
    }
  }

  /// Has the server told, which may choose its certificate by it; addresses are not told (RFC 6066, 3).
  func announce(to ssl: OpaquePointer) -> Bool {
    isAddress || text.isEmpty || copenssl_set_host_name(ssl, text) == 1
  }

  /// True when `certificate` is made out to it (RFC 6125; X509_check_host(3)).
  func matches(_ certificate: OpaquePointer) -> Bool {
    isAddress
      ? X509_check_ip_asc(certificate, text, 0) == 1
      : X509_check_host(certificate, text, text.utf8.count, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS), nil) == 1
  }
}

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
