import COpenSSL

/// Comparison whose time tells nothing about where two secrets differ.
public enum ConstantTime {
  /// True when both are the same; only their lengths may be learnt from the time it takes.
  public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
  }
}
