/// Where random numbers and digests come from.
public struct Secrets: Sendable {
  let random: @Sendable (_ count: Int) -> [UInt8]
  let digest: @Sendable ([UInt8]) -> TokenDigest?

  /// Secrets of these sources; `digest` is SHA-256 wherever tokens must not be guessed.
  public init(
    random: @escaping @Sendable (_ count: Int) -> [UInt8], digest: @escaping @Sendable ([UInt8]) -> TokenDigest?
  ) {
    self.random = random
    self.digest = digest
  }
}
