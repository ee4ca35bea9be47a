import ChatCore
import ChatNet
import ChatSystem
import Dispatch

/// Checks and hashes passwords on threads of its own, half as many as processors unless told otherwise, so that chat never
/// waits for scrypt.
final class PasswordQueue: Sendable {
  /// So many log-ins may wait in all; beyond that people are asked to try again. One connection has one at most, so that
  /// the limit of connections that are not logged in comes first.
  private static let backlog = 4_096

  private let workers: BoundedWorkers
  private let cost: Locked<PasswordVerifier.Cost>
  /// The programs that are being asked.
  private let running = RunningCommands()

  /// Takes from `settings` what new passwords are hashed with, and how many of one address may wait.
  ///
  /// - Throws: when the system gives no thread.
  init(_ settings: Settings) throws(NetError) {
    cost = Locked(settings.passwordCost)
    PasswordHash.prepare()
    workers = try BoundedWorkers(
      threads: settings.limit(.passwordThreads).map { Int($0) } ?? BoundedWorkers.usualThreads,
      backlog: Self.backlog, backlogPerKey: Self.backlogPerAddress(settings))
  }

  /// Takes other settings, which hold for passwords that come from now on. From any queue.
  func change(_ settings: Settings) {
    cost.withLock { $0 = settings.passwordCost }
    workers.change(backlogPerKey: Self.backlogPerAddress(settings))
  }

  private static func backlogPerAddress(_ settings: Settings) -> Int {
    settings.limit(.passwordBacklog).map { Int($0) } ?? backlog
  }

  /// Tells on `target` whether `password` is the one that `verifier` was made of; nil when too many wait. Turns are
  /// given fairly between networks (`AddressGroup`). From any queue.
  func check(
    _ password: String, against verifier: PasswordVerifier, from place: String, on target: DispatchQueue,
    completion: @escaping @Sendable (Bool?) -> Void
  ) {
    submit(for: place, on: target, completion: completion) {
      try? PasswordHash.check(password, against: verifier)
    }
  }

  /// Has `command` say whether `password` is the one of `name`, and tells on `target`; nil when too many wait. As many run at
  /// once as there are threads. From any queue.
  func ask(
    _ command: PasswordCommand, name: String, password: String, from place: String, on target: DispatchQueue,
    completion: @escaping @Sendable (PasswordJudge.Verdict?) -> Void
  ) {
    submit(for: place, on: target, completion: completion) { [running] in
      PasswordJudge.ask(command, name: name, password: password, among: running)
    }
  }

  /// Ends the programs that are being asked, and asks none any more. From any queue.
  func endCommands() {
    running.end()
  }

  /// Makes a verifier of `password` and hands it over on `target`; nil when too many wait. From any queue.
  func hash(
    _ password: String, from place: String, on target: DispatchQueue,
    completion: @escaping @Sendable (PasswordVerifier?) -> Void
  ) {
    submit(for: place, on: target, completion: completion) { [cost] in
      try? PasswordHash.verifier(of: password, cost: cost.withLock { $0 })
    }
  }

  /// The outcome of the wish for a new password.
  enum Replacement: Sendable {
    /// The old one is wrong.
    case wrong
    /// It is right, and this is the new one's.
    case right(PasswordVerifier)

    /// The new one's; nil when the old one is wrong.
    var verifier: PasswordVerifier? {
      if case .right(let verifier) = self { verifier } else { nil }
    }
  }

  /// Checks `old` against `verifier`, makes a verifier of `new` if that is right, and tells on `target`; nil when too many
  /// wait. From any queue.
  func replace(
    _ old: String, by new: String, against verifier: PasswordVerifier, from place: String,
    on target: DispatchQueue, completion: @escaping @Sendable (Replacement?) -> Void
  ) {
    submit(for: place, on: target, completion: completion) { [cost] in
      do throws(CryptoError) {
        guard try PasswordHash.check(old, against: verifier) else { return .wrong }
        return .right(try PasswordHash.verifier(of: new, cost: cost.withLock { $0 }))
      } catch {
        return nil
      }
    }
  }

  /// How many wait for their turn. From any queue.
  var waitingCount: Int {
    workers.waitingCount
  }

  /// The most that wait of one address. From any queue.
  var mostOfOneAddress: Int {
    workers.mostOfOneKey
  }

  private func submit<Result: Sendable>(
    for place: String, on target: DispatchQueue, completion: @escaping @Sendable (Result?) -> Void,
    work: @escaping @Sendable () -> Result?
  ) {
    if !workers.submit(key: place, on: target, work: work, completion: completion) {
      target.async { completion(nil) }
    }
  }
}

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
