/// Why a certificate and its key can't be used. The text is made last, by `description`.
public enum CertificateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The certificate's file holds none in PEM.
  case noCertificate(TLSError)
  /// The key's file holds no private key in PEM, or one behind a passphrase.
  case noKey(TLSError)
  /// The key is not the certificate's.
  case foreignKey
  /// OpenSSL does not take them for TLS: too weak a key, for instance.
  case unusable(TLSError)

  /// A phrase for what is wrong, without a subject and an end.
  public var description: String {
    switch self {
    case .noCertificate: "holds no certificate in PEM form"
    case .noKey: "holds no private key in PEM form that opens without a passphrase"
    case .foreignKey: "holds another certificate's key"
    case .unusable(let error): "can't be used for TLS (\(error))"
    }
  }
}
