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
