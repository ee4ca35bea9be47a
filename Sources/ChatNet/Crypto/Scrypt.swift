import COpenSSL

/// scrypt (RFC 7914): a key from a password, at a price in time and memory for everybody who tries.
public enum Scrypt {
  /// Derives `length` bytes. Takes 128 · r · N bytes of memory; N 2^15, r 8: about 0.1 s and 32 MiB. Blocks: never on a
  /// queue that others wait for.
  ///
  /// - Parameters:
  ///   - logN: the cost N as a power of two, 1 to 63.
  ///   - blockSize: r.
  ///   - parallelism: p.
  /// - Throws: when OpenSSL refuses the parameters, or there is no memory.
  public static func derive(
    password: SecretBytes, salt: [UInt8], logN: Int, blockSize: Int, parallelism: Int, length: Int
  ) throws(CryptoError) -> [UInt8] {
    guard (1...63).contains(logN), blockSize > 0, parallelism > 0, length > 0 else {
      throw CryptoError(operation: "scrypt", code: 0)
    }
    let cost = UInt64(1) << UInt64(logN)
    var key = [UInt8](repeating: 0, count: length)
    ERR_clear_error()
    let isDone = password.withUnsafeBytes { password in
      EVP_PBE_scrypt(
        password.baseAddress?.assumingMemoryBound(to: CChar.self), password.count, salt, salt.count,
        cost, UInt64(blockSize), UInt64(parallelism), memoryLimit(cost, blockSize, parallelism), &key, length)
    }
    guard isDone == 1 else { throw CryptoError.latest("scrypt") }
    return key
  }

  /// The memory that the parameters need, and a little more: OpenSSL's own limit of 32 MiB is below N 2^15 with r 8.
  private static func memoryLimit(_ cost: UInt64, _ blockSize: Int, _ parallelism: Int) -> UInt64 {
    let (blocks, tooMany) = cost.addingReportingOverflow(UInt64(parallelism) + 4)
    let (bytes, tooMuch) = blocks.multipliedReportingOverflow(by: 128 * UInt64(blockSize))
    return tooMany || tooMuch ? .max : bytes
  }
}
