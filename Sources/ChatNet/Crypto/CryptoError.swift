import COpenSSL

/// A refusal of the crypto library.
public struct CryptoError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The function that refused.
  public let operation: String
  /// OpenSSL's error code (ERR_get_error(3)); 0 when it gave none.
  public let code: UInt

  /// The oldest error of this thread's queue, which is emptied.
  static func latest(_ operation: String) -> CryptoError {
    let code = ERR_get_error()
    ERR_clear_error()
    return CryptoError(operation: operation, code: code)
  }

  /// One sentence for a person.
  public var description: String {
    let reason = code == 0 ? nil : ERR_reason_error_string(code).map { String(cString: $0) }
    return "\(operation) failed: \(reason ?? "unknown reason")"
  }
}
