import COpenSSL

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
