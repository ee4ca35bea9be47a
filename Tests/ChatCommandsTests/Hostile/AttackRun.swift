import ChatTestSupport
import Dispatch
import Synchronization

/// An attack that goes on by itself, on a thread of its own.
final class AttackRun: Sendable {
  private let outcome = Mutex<Result<AttackReport, any Error>?>(nil)

  /// Begins `attack` on the server at `port`.
  init(_ attack: Attack, port: Int) {
    DispatchQueue(label: "hostile").async { [self] in
      let result = Result { try attack.carryOut(port: port) }
      outcome.withLock { $0 = result }
    }
  }

  /// Whether it has ended.
  var isOver: Bool {
    outcome.withLock { $0 != nil }
  }

  /// What it has to tell.
  ///
  /// - Throws: what it failed with; `Mismatch` before it is over.
  func result() throws -> AttackReport {
    guard let outcome = outcome.withLock({ $0 }) else {
      throw ChildProcess.Mismatch(description: "the attack is not over")
    }
    return try outcome.get()
  }
}

/// What an attack has to tell.
struct AttackReport: Sendable {
  /// How much was done.
  var summary: String
  /// What the server let pass that it must not.
  var complaints: [String] = []

  /// Notes `complaint` if something is not as it must be.
  mutating func check(_ isSo: Bool, _ complaint: @autoclosure () -> String) {
    if !isSo { complaints.append(complaint()) }
  }
}
