import COpenSSL

/// The context that the TLS connections of one side share (SSL_CTX_new(3)): certificate or trust, versions, ciphers.
///
/// Connections hold it as long as they need it, so that a server can take a new one for new connections at any time.
/// Nothing in it changes; from any queue.
public final class TLSContext: @unchecked Sendable {  // OpenSSL counts its references with atomic operations.
  /// Whose signatures a client believes.
  public enum TrustStore: Sendable {
    /// The system's certificate authorities, or those that $SSL_CERT_FILE and $SSL_CERT_DIR name.
    case system
    /// Those in a PEM file.
    case file(String)
  }

  let raw: OpaquePointer

  /// A server's side, with its certificate and key.
  public init(server certificate: ServerCertificate) throws(TLSError) {
    raw = try Self.make(TLS_server_method())
    guard SSL_CTX_use_certificate(raw, certificate.leaf) == 1, SSL_CTX_use_PrivateKey(raw, certificate.key) == 1 else {
      throw TLSError.latest()
    }
    for issuer in certificate.issuers {
      X509_up_ref(issuer)
      guard copenssl_add_chain_certificate(raw, issuer) == 1 else {
        X509_free(issuer)
        throw TLSError.latest()
      }
    }
  }

  /// A client's side. A certificate that `trust` does not vouch for is let through: the ``TrustCheck`` is told, and
  /// decides.
  public init(clientTrusting trust: TrustStore = .system) throws(TLSError) {
    raw = try Self.make(TLS_client_method())
    SSL_CTX_set_verify(raw, SSL_VERIFY_NONE, nil)
    switch trust {
    case .system: _ = SSL_CTX_set_default_verify_paths(raw)  // None at all is no failure: the verdict is the caller's.
    case .file(let path):
      guard SSL_CTX_load_verify_file(raw, path) == 1 else { throw TLSError.latest() }
    }
  }

  deinit {
    SSL_CTX_free(raw)
  }

  private static func make(_ method: OpaquePointer?) throws(TLSError) -> OpaquePointer {
    ERR_clear_error()
    guard let context = SSL_CTX_new(method) else { throw TLSError.latest() }
    guard copenssl_set_minimum_version(context, TLS1_2_VERSION) == 1, SSL_CTX_set_cipher_list(context, ciphers) == 1
    else {
      defer { SSL_CTX_free(context) }
      throw TLSError.latest()
    }
    // Tickets and a cache would save the reconnecting client a signature, and cost every idle connection memory.
    SSL_CTX_set_options(context, copenssl_no_renegotiation | copenssl_no_ticket | copenssl_no_compression)
    SSL_CTX_set_num_tickets(context, 0)
    copenssl_set_session_cache(context, Int(SSL_SESS_CACHE_OFF))
    // An idle connection holds no record buffers.
    copenssl_add_mode(context, Int(SSL_MODE_RELEASE_BUFFERS))
    // One system call takes a record's head and body, and as many records as there are.
    copenssl_set_read_ahead(context)
    return context
  }

  /// Those of TLS 1.2; all of them keep what was said before secret when the key leaks later. TLS 1.3 has no others.
  private static let ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"
}

/// How the bytes of a connection are wrapped up.
public enum ConnectionSecurity: Sendable {
  /// Not at all.
  case plain
  /// As a TLS server, with this context's certificate.
  case tlsServer(TLSContext)
  /// As a TLS client that was asked for `serverName`: a host name, which the server is told (SNI, RFC 6066, 3), or a
  /// numeric address, which it is not. Whether it is the right server is for a ``TrustCheck`` to say.
  case tlsClient(TLSContext, serverName: String)
}
