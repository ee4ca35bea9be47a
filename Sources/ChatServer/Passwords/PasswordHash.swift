import ChatCore
import ChatNet

/// Makes and checks verifiers. Takes as long as the cost says: call it on threads that may wait.
enum PasswordHash {
  private static let saltBytes = 16
  private static let hashBytes = 32

  /// Has OpenSSL look up scrypt, which it does when it is asked for it first: that takes a millisecond, and 2 MB of its
  /// code. Nobody's log-in has to wait for that.
  static func prepare() {
    guard let least = PasswordVerifier.Cost(logN: 1, blockSize: 1) else { return }
    // Where it can't be done, those who log in are told.
    _ = try? verifier(of: "", cost: least)
  }

  /// A verifier of `password` with a new random salt.
  ///
  /// - Throws: `CryptoError`, when there is no memory for it.
  static func verifier(of password: String, cost: PasswordVerifier.Cost) throws(CryptoError) -> PasswordVerifier {
    let salt = SecureRandom.bytes(saltBytes)
    let hash = try derive(password, salt, cost, length: hashBytes)
    guard let verifier = PasswordVerifier(cost: cost, salt: salt, hash: hash) else {
      preconditionFailure("salt and hash have lengths that verifiers have")
    }
    return verifier
  }

  /// True when `password` is the one that `verifier` was made of; takes the same time for right and wrong ones.
  ///
  /// - Throws: `CryptoError`, when there is no memory for it.
  static func check(_ password: String, against verifier: PasswordVerifier) throws(CryptoError) -> Bool {
    let hash = try derive(password, verifier.salt, verifier.cost, length: verifier.hash.count)
    return ConstantTime.equal(hash, verifier.hash)
  }

  private static func derive(
    _ password: String, _ salt: [UInt8], _ cost: PasswordVerifier.Cost, length: Int
  ) throws(CryptoError) -> [UInt8] {
    try Scrypt.derive(
      password: SecretBytes(password.utf8), salt: salt, logN: cost.logN, blockSize: cost.blockSize,
      parallelism: cost.parallelism, length: length)
  }
}
