import ChatCore
import ChatNet
import ChatSystem
import Dispatch

/// Something to do about a password.
enum PasswordTask: Sendable {
  /// Is it the one that the verifier was made of?
  case check(String, against: PasswordVerifier)
  /// Has a program say whether it is the one of `name`.
  case ask(PasswordCommand, name: String, password: String)
  /// Makes a verifier of it.
  case hash(String)
  /// Makes a verifier of a new one if the old one is right.
  case replace(String, by: String, against: PasswordVerifier)
}

/// The outcome of a task.
enum PasswordOutcome: Hashable, Sendable {
  /// The password is right.
  case right
  /// It is wrong.
  case wrong
  /// The program can't tell, for this reason; the password is no part of it.
  case unknown(String)
  /// The verifier that was wanted.
  case made(PasswordVerifier)
  /// It was not done: too many wait, or there is no memory for it.
  case refused
}

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

  /// Has `task` done, and hands what comes of it over on `target`. Turns are given fairly between the networks
  /// (`AddressGroup`) that `place` names; as many programs run at once as there are threads. From any queue.
  func submit(
    _ task: PasswordTask, from place: String, on target: DispatchQueue,
    completion: @escaping @Sendable (PasswordOutcome) -> Void
  ) {
    let isTaken = workers.submit(
      key: place, on: target, work: { [cost, running] in Self.perform(task, cost, running) }, completion: completion)
    if !isTaken {
      target.async { completion(.refused) }
    }
  }

  private static func perform(
    _ task: PasswordTask, _ cost: Locked<PasswordVerifier.Cost>, _ running: RunningCommands
  ) -> PasswordOutcome {
    do throws(CryptoError) {
      switch task {
      case .check(let password, let verifier):
        return try PasswordHash.check(password, against: verifier) ? .right : .wrong
      case .ask(let command, let name, let password):
        return PasswordJudge.ask(command, name: name, password: password, among: running)
      case .hash(let password):
        return .made(try PasswordHash.verifier(of: password, cost: cost.withLock { $0 }))
      case .replace(let old, let new, let verifier):
        guard try PasswordHash.check(old, against: verifier) else { return .wrong }
        return .made(try PasswordHash.verifier(of: new, cost: cost.withLock { $0 }))
      }
    } catch {
      return .refused
    }
  }

  /// Ends the programs that are being asked, and asks none any more. From any queue.
  func endCommands() {
    running.end()
  }

  /// How many wait for their turn. From any queue.
  var waitingCount: Int {
    workers.waitingCount
  }

  /// The most that wait of one address. From any queue.
  var mostOfOneAddress: Int {
    workers.mostOfOneKey
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
