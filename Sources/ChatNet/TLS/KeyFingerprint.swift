import COpenSSL

/// Names a public key: SHA-256 of its SubjectPublicKeyInfo (RFC 5280, 4.1), as in RFC 7469. A certificate that is made
/// anew for the same key keeps it.
///
/// Its text is OpenSSH's form: `SHA256:` and 43 characters of base64 without padding.
public struct KeyFingerprint: Hashable, Sendable {
  /// The 32 bytes of the hash.
  public let digest: [UInt8]

  private static let prefix = "SHA256:"
  private static let digestBytes = 32
  /// The lengths of the digest in base64, without and with the padding.
  private static let textLengths = 43...44

  /// The fingerprint with this digest; nil unless it has 32 bytes.
  public init?(digest: [UInt8]) {
    guard digest.count == Self.digestBytes else { return nil }
    self.digest = digest
  }

  /// Reads `SHA256:…`, padding allowed; nil when it is none.
  public init?(_ text: String) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    var encoded = Array(text.utf8.dropFirst(Self.prefix.utf8.count))
    guard Self.textLengths.contains(encoded.count) else { return nil }
    if encoded.count == Self.textLengths.lowerBound { encoded.append(UInt8(ascii: "=")) }
    // EVP_DecodeBlock(3) passes over blanks around, and counts the padding's byte as one of the data.
    var decoded = [UInt8](repeating: 0, count: Self.digestBytes + 1)
    guard encoded.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), encoded.last == UInt8(ascii: "="),
      EVP_DecodeBlock(&decoded, encoded, Int32(encoded.count)) == decoded.count
    else { return nil }
    digest = Array(decoded.dropLast())
    // One spelling a key: the last character has two bits that mean nothing.
    guard description.utf8.elementsEqual(text.utf8.prefix(description.utf8.count)) else { return nil }
  }

  /// The fingerprint of the key in `certificate`.
  init(of certificate: OpaquePointer) {
    var encoded: UnsafeMutablePointer<UInt8>?
    let length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded)
    precondition(length > 0, "OpenSSL can't encode a public key")
    defer { CRYPTO_free(encoded, #file, #line) }
    digest = SHA256Hasher.hash(Array(UnsafeBufferPointer(start: encoded, count: Int(length))))
  }
}

extension KeyFingerprint: CustomStringConvertible {
  /// `SHA256:` and base64 without padding.
  public var description: String {
    var encoded = [UInt8](repeating: 0, count: Self.textLengths.upperBound + 1)
    EVP_EncodeBlock(&encoded, digest, Int32(digest.count))
    return Self.prefix + String(decoding: encoded.prefix(Self.textLengths.lowerBound), as: UTF8.self)
  }
}
