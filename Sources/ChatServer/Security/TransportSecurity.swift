import ChatCore

/// The encryption of `chatctl serve`, with its certificate, or none.
public enum TransportSecurity: Hashable, Sendable {
  /// Where a certificate and its key lie.
  public enum Certificate: Hashable, Sendable {
    /// The server's own in the data directory, made at the first start.
    case own
    /// Files in PEM: the certificate with the chain that leads to its authority, and the key, where it has a file.
    case files(certificate: String, key: String?)
  }

  /// Not at all: for networks that are trusted.
  case plaintext
  /// TLS 1.2 or newer.
  case tls(Certificate)

  /// The encryption that `settings` ask for.
  public init(_ settings: Settings) {
    if settings[isOn: .plaintext] {
      self = .plaintext
    } else if let certificate = settings.word(of: .cert) {
      self = .tls(.files(certificate: certificate, key: settings.word(of: .key)))
    } else {
      self = .tls(.own)
    }
  }
}
