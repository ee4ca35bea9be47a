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

/// Bytes that are wiped from memory when nobody needs them any more: a clear password on its way to its check.
public final class SecretBytes: @unchecked Sendable {  // Nothing in it changes after init.
  /// The number of bytes.
  public let count: Int
  private let memory: UnsafeMutableRawBufferPointer

  /// A copy of `bytes`.
  public init(_ bytes: some Collection<UInt8>) {
    count = bytes.count
    memory = .allocate(byteCount: max(count, 1), alignment: 1)
    memory.copyBytes(from: bytes)
  }

  deinit {
    OPENSSL_cleanse(memory.baseAddress, memory.count)
    memory.deallocate()
  }

  /// The bytes; valid only inside `body`.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(rebasing: memory[..<count]))
  }
}

/// Comparison whose time tells nothing about where two secrets differ.
public enum ConstantTime {
  /// True when both are the same; only their lengths may be learnt from the time it takes.
  public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
  }
}

/// Random numbers nobody can guess (RAND_bytes(3)). From any thread.
///
/// Traps when the system has no randomness to give: nothing safe can be done without.
public enum SecureRandom {
  /// `count` random bytes.
  public static func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    fill(&bytes, count)
    return bytes
  }

  /// A random number.
  public static func uint64() -> UInt64 {
    var number: UInt64 = 0
    fill(&number, MemoryLayout<UInt64>.size)
    return number
  }

  private static func fill(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    let isDone = RAND_bytes(memory.assumingMemoryBound(to: UInt8.self), Int32(count))
    precondition(isDone == 1, "the system gives no random numbers")
  }
}

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

/// OpenSSL as a whole.
public enum CryptoLibrary {
  /// Keeps OpenSSL from tidying up in exit(3) (OPENSSL_init_crypto(3), OPENSSL_INIT_NO_ATEXIT): the threads of connections
  /// go on until the process is gone, and what they used would be pulled from under them. Before any other use of it.
  public static func stayUntilTheEnd() {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
  }
}
