import ChatCore
import ChatSystem
import Dispatch

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

/// Hashes the clear passwords of an import on all cores: one takes a tenth of a second.
enum PasswordHashing {
  private struct State {
    var verifiers: [PasswordVerifier?]
    var done = 0
    var failure: String?
  }

  /// The verifiers for `secrets`, in their order.
  ///
  /// - Parameter progress: told how many of how many are done, one call at a time, on any thread.
  /// - Throws: `OriginalFilesError.hashing`.
  static func verifiers(
    for secrets: [AccountRecord.Secret], hash: @Sendable (String) throws -> PasswordVerifier,
    progress: @Sendable (_ done: Int, _ total: Int) -> Void
  ) throws(OriginalFilesError) -> [PasswordVerifier] {
    let state = Locked(State(verifiers: Array(repeating: nil, count: secrets.count)))
    let clear: [(index: Int, password: String)] = secrets.enumerated().compactMap { index, secret in
      switch secret {
      case .verifier(let verifier):
        state.withLock { $0.verifiers[index] = verifier }
        return nil
      case .clear(let password):
        return (index, password)
      }
    }
    DispatchQueue.concurrentPerform(iterations: clear.count) { iteration in
      guard state.withLock({ $0.failure == nil }) else { return }
      let result = Result { try hash(clear[iteration].password) }
      state.withLock { state in
        switch result {
        case .success(let verifier):
          state.verifiers[clear[iteration].index] = verifier
          state.done += 1
          progress(state.done, clear.count)
        case .failure(let error):
          state.failure = "\(error)"
        }
      }
    }
    let (verifiers, failure) = state.withLock { ($0.verifiers.compactMap { $0 }, $0.failure) }
    guard verifiers.count == secrets.count else { throw .hashing(failure ?? "not all were done") }
    return verifiers
  }
}
