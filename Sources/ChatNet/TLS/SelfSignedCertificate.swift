import COpenSSL
import Glibc

/// A new key with a certificate that it signs itself, both in PEM.
public struct SelfSignedCertificate: Sendable {
  /// The private key (PKCS #8).
  public let key: [UInt8]
  /// The certificate.
  public let certificate: [UInt8]

  /// Makes a P-256 key (FIPS 186-4), which costs a server a fraction of RSA's time, and a certificate for `names`.
  ///
  /// It has no end ("99991231235959Z", RFC 5280, 4.1.2.5): people know the server by its key, so an end would protect
  /// nobody, and would lock everybody out one day.
  ///
  /// - Parameters:
  ///   - names: host names; the first one is the subject's. Those that can't stand in a certificate are left out.
  ///   - old: a key to make a certificate for, in PEM; nil makes a new one.
  public static func make(
    names: [String], key old: [UInt8]? = nil
  ) throws(CertificateError) -> SelfSignedCertificate {
    ERR_clear_error()
    let key: OpaquePointer
    if let old {
      guard let read = ServerCertificate.key(in: old) else { throw .noKey(TLSError.latest()) }
      key = read
    } else {
      guard let made = copenssl_make_p256_key() else { throw .unusable(TLSError.latest()) }
      key = made
    }
    defer { EVP_PKEY_free(key) }
    guard let certificate = X509_new() else { throw .unusable(TLSError.latest()) }
    defer { X509_free(certificate) }
    guard fill(certificate, key: key, names: names.filter(canStand)), X509_sign(certificate, key, EVP_sha256()) > 0,
      let keyText = text({ PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }),
      let certificateText = text({ PEM_write_bio_X509($0, certificate) })
    else { throw .unusable(TLSError.latest()) }
    return SelfSignedCertificate(key: keyText, certificate: certificateText)
  }

  private static func fill(_ certificate: OpaquePointer, key: OpaquePointer, names: [String]) -> Bool {
    let subject = names.first ?? "chatctl"
    guard X509_set_version(certificate, 2) == 1,  // Version 3, counted from 0.
      ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), SecureRandom.uint64() >> 1) == 1,
      X509_gmtime_adj(X509_getm_notBefore(certificate), 0) != nil,
      ASN1_TIME_set_string(X509_getm_notAfter(certificate), "99991231235959Z") == 1,
      X509_NAME_add_entry_by_txt(
        X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, Array(subject.utf8),
        Int32(subject.utf8.count), -1, 0) == 1,
      X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1,
      X509_set_pubkey(certificate, key) == 1
    else { return false }
    return add(NID_basic_constraints, "critical,CA:FALSE", to: certificate)
      && add(NID_key_usage, "critical,digitalSignature", to: certificate)
      && add(NID_ext_key_usage, "serverAuth", to: certificate)
      && (names.isEmpty || add(NID_subject_alt_name, names.map { "DNS:\($0)" }.joined(separator: ","), to: certificate))
  }

  private static func add(_ extensionID: Int32, _ value: String, to certificate: OpaquePointer) -> Bool {
    guard let added = X509V3_EXT_conf_nid(nil, nil, extensionID, value) else { return false }
    defer { X509_EXTENSION_free(added) }
    return X509_add_ext(certificate, added, -1) == 1
  }

  /// A name is at most 64 characters long in a subject (RFC 5280, A.1), and must not be taken for OpenSSL's syntax.
  private static func canStand(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
  }

  private static func text(_ write: (OpaquePointer) -> Int32) -> [UInt8]? {
    guard let memory = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free(memory) }
    guard write(memory) == 1 else { return nil }
    var start: UnsafeMutablePointer<CChar>?
    let count = copenssl_memory(memory, &start)
    guard let start, count > 0 else { return nil }
    return UnsafeRawBufferPointer(start: start, count: count).map { $0 }
  }
}

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

/// The times in certificates (RFC 5280, 4.1.2.5).
enum X509Time {
  /// Seconds since 1970.
  static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
    var fields = tm()
    guard ASN1_TIME_to_tm(time, &fields) == 1 else { return 0 }
    return Int64(timegm(&fields))
  }
}
