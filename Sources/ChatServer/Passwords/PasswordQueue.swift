import ChatCore
import ChatNet
import Dispatch

/// Checks and hashes passwords on threads of its own, at most half of the cores, so that chat never waits for scrypt.
final class PasswordQueue: Sendable {
  private static let saltBytes = 16
  private static let hashBytes = 32
  /// So many log-ins may wait; beyond that people are asked to try again.
  private static let backlog = 4_096

  private let workers: BoundedWorkers
  private let cost: PasswordVerifier.Cost

  /// - Parameter cost: what new passwords are hashed with.
  ///
  /// - Throws: when the system gives no thread.
  init(cost: PasswordVerifier.Cost) throws(NetError) {
    self.cost = cost
    workers = try BoundedWorkers(backlog: Self.backlog, backlogPerKey: Self.backlog)
  }

  /// Tells on `target` whether `password` is the one that `verifier` was made of; nil when too many wait. Turns are
  /// given fairly between addresses. From any queue.
  func check(
    _ password: String, against verifier: PasswordVerifier, from address: String, on target: DispatchQueue,
    completion: @escaping @Sendable (Bool?) -> Void
  ) {
    submit(for: address, on: target, completion: completion) {
      let hash = try Self.derive(password, verifier.salt, verifier.cost, length: verifier.hash.count)
      return ConstantTime.equal(hash, verifier.hash)
    }
  }

  /// Makes a verifier of `password` and hands it over on `target`; nil when too many wait. From any queue.
  func hash(
    _ password: String, from address: String, on target: DispatchQueue,
    completion: @escaping @Sendable (PasswordVerifier?) -> Void
  ) {
    submit(for: address, on: target, completion: completion) { [cost] in
      try Self.verifier(of: password, cost: cost)
    }
  }

  /// Makes a verifier of `password`. Takes as long as the cost says; from any thread that may wait.
  static func verifier(of password: String, cost: PasswordVerifier.Cost) throws -> PasswordVerifier {
    let salt = SecureRandom.bytes(saltBytes)
    let hash = try derive(password, salt, cost, length: hashBytes)
    guard let verifier = PasswordVerifier(cost: cost, salt: salt, hash: hash) else {
      preconditionFailure("salt and hash have lengths that verifiers have")
    }
    return verifier
  }

  private func submit<Result: Sendable>(
    for address: String, on target: DispatchQueue, completion: @escaping @Sendable (Result?) -> Void,
    work: @escaping @Sendable () throws -> Result
  ) {
    let accepted = workers.submit(key: address, on: target, work: { try? work() }, completion: completion)
    if !accepted {
      target.async { completion(nil) }
    }
  }

  private static func derive(
    _ password: String, _ salt: [UInt8], _ cost: PasswordVerifier.Cost, length: Int
  ) throws -> [UInt8] {
    try Scrypt.derive(
      password: Array(password.utf8), salt: salt, logN: cost.logN, blockSize: cost.blockSize,
      parallelism: cost.parallelism, length: length)
  }
}
