import COpenSSL

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece.
public final class SHA256Hasher: @unchecked Sendable {  // Belongs to one owner at a time and to its queue.
  private let context: OpaquePointer

  /// A hasher that has seen nothing. Traps when there is no memory.
  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("OpenSSL gives no SHA-256")
    }
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  /// Takes in the next bytes. Not after ``finish()``.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    let isDone = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(isDone == 1, "SHA-256 after its end")
  }

  /// The 32 bytes of the hash. Once.
  public func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let isDone = EVP_DigestFinal_ex(context, &digest, nil)
    precondition(isDone == 1, "SHA-256 ended twice")
    return digest
  }

  /// The hash of `bytes`.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    let hasher = SHA256Hasher()
    bytes.withUnsafeBytes { hasher.update($0) }
    return hasher.finish()
  }
}
