import COpenSSL

/// A server's certificate with the chain that leads to its authority, and its private key. From any queue.
public final class ServerCertificate: @unchecked Sendable {  // Nothing in it changes after init.
  /// Names its public key.
  public let fingerprint: KeyFingerprint
  /// From when on it holds, in seconds since 1970.
  public let starts: Int64
  /// When it ends, in seconds since 1970.
  public let expires: Int64

  /// True when it says that it has no end, as those do that the server makes (RFC 5280, 4.1.2.5).
  public var hasNoEnd: Bool { expires >= Self.noEnd }

  private static let noEnd: Int64 = 253_402_300_799  // 9999-12-31 23:59:59
  let leaf: OpaquePointer
  let key: OpaquePointer
  /// The certificates that stand after the leaf: those that signed it, in order.
  let issuers: [OpaquePointer]

  /// Reads a certificate, which others may follow up to its authority's, and its key; both in PEM (RFC 7468).
  public init(chain: [UInt8], key keyText: [UInt8]) throws(CertificateError) {
    ERR_clear_error()
    let certificates = Self.certificates(in: chain)
    guard let leaf = certificates.first else { throw .noCertificate(TLSError.latest()) }
    self.leaf = leaf
    issuers = Array(certificates.dropFirst())
    guard let key = Self.key(in: keyText) else {
      certificates.forEach { X509_free($0) }
      throw .noKey(TLSError.latest())
    }
    self.key = key
    fingerprint = KeyFingerprint(of: leaf)
    starts = X509Time.seconds(X509_get0_notBefore(leaf))
    expires = X509Time.seconds(X509_get0_notAfter(leaf))
    guard X509_check_private_key(leaf, key) == 1 else {
      ERR_clear_error()
      throw .foreignKey
    }
  }

  deinit {
    X509_free(leaf)
    issuers.forEach { X509_free($0) }
    EVP_PKEY_free(key)
  }

  private static func certificates(in text: [UInt8]) -> [OpaquePointer] {
    guard let memory = BIO_new_mem_buf(text, Int32(clamping: text.count)) else { return [] }
    defer { BIO_free(memory) }
    var certificates: [OpaquePointer] = []
    while let certificate = PEM_read_bio_X509(memory, nil, noPassphrase, nil) {
      certificates.append(certificate)
    }
    // Having come to the end is what the last attempt failed with.
    if !certificates.isEmpty { ERR_clear_error() }
    return certificates
  }

  static func key(in text: [UInt8]) -> OpaquePointer? {
    guard let memory = BIO_new_mem_buf(text, Int32(clamping: text.count)) else { return nil }
    defer { BIO_free(memory) }
    return PEM_read_bio_PrivateKey(memory, nil, noPassphrase, nil)
  }
}

/// Answers OpenSSL when it asks for a passphrase (pem_password_cb(3)): there is none. Without this it would ask on the
/// terminal.
private func noPassphrase(
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32, _: UnsafeMutableRawPointer?
) -> Int32 {
  0
}
