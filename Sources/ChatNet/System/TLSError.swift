import COpenSSL

/// TLS, a certificate or a key that OpenSSL refused. The text is made last, by `description`.
public struct TLSError: Error, Hashable, Sendable {
  /// OpenSSL's error code (ERR_get_error(3)); 0 when it gave none.
  public let code: UInt

  /// An error with this code of OpenSSL.
  public init(code: UInt) {
    self.code = code
  }

  /// The oldest error of this thread's queue, which is the cause of the others; empties the queue.
  static func latest() -> TLSError {
    let code = ERR_get_error()
    ERR_clear_error()
    return TLSError(code: code)
  }

  /// The alert with which the peer ended TLS (RFC 8446, 6.2); nil when the failure was found on this side.
  public var alert: UInt8? {
    guard isOfTLS, (1_000...1_255).contains(reason) else { return nil }
    return UInt8(reason - 1_000)  // SSL_AD_REASON_OFFSET (openssl/sslerr.h)
  }

  /// True when what came is no TLS at all.
  public var isNotTLS: Bool {
    isOfTLS && [SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST].contains(reason)
  }

  private var reason: Int32 { copenssl_reason(code) }
  private var isOfTLS: Bool { code != 0 && copenssl_library(code) == ERR_LIB_SSL }
}

extension TLSError: CustomStringConvertible {
  /// OpenSSL's words for it, in lower case and without an end: `wrong version number`.
  public var description: String {
    guard code != 0 else { return "no reason given" }
    return ERR_reason_error_string(code).map { String(cString: $0) } ?? "OpenSSL error \(code)"
  }
}
