import ChatNet

/// Whether a link is encrypted, and who decides about the server's key.
enum LinkSecurity: Sendable {
  /// In clear: `--plaintext` on both sides.
  case plaintext
  /// In TLS. The check is called on a queue of the link's; it may take its time, while the server waits 10 s.
  case tls(TrustCheck)
}
