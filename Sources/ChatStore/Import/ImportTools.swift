import ChatCore

/// The tools that an import needs of other modules: ChatStore knows neither cryptography nor addresses.
public struct ImportTools: Sendable {
  /// Hashes a clear password. Called on several threads at once.
  public let hashPassword: @Sendable (String) throws -> PasswordVerifier
  /// Begins a SHA-256.
  public let makeDigest: @Sendable () -> StreamDigest
  /// The form in which the room knows an address (all loopback addresses are one); nil when the text is no address.
  public let placeKey: @Sendable (String) -> String?

  /// Tools of these parts.
  public init(
    hashPassword: @escaping @Sendable (String) throws -> PasswordVerifier,
    makeDigest: @escaping @Sendable () -> StreamDigest, placeKey: @escaping @Sendable (String) -> String?
  ) {
    self.hashPassword = hashPassword
    self.makeDigest = makeDigest
    self.placeKey = placeKey
  }
}

/// A digest that bytes are fed to. Used on one thread.
public struct StreamDigest {
  /// Takes more bytes.
  public let update: (UnsafeRawBufferPointer) -> Void
  /// The digest of all of them; nothing may follow.
  public let finish: () -> [UInt8]

  /// A digest of these parts.
  public init(update: @escaping (UnsafeRawBufferPointer) -> Void, finish: @escaping () -> [UInt8]) {
    self.update = update
    self.finish = finish
  }
}
