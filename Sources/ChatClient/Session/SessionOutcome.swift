import Synchronization

/// Where a session leaves its end for the thread that waits for it.
final class SessionOutcome: Sendable {
  private struct State {
    var code = ExitCode.done
    var session: ConnectSession?
  }

  private let state = Mutex(State())

  /// The code that was set.
  var code: ExitCode {
    state.withLock(\.code)
  }

  /// Notes how the session ended.
  func set(_ code: ExitCode) {
    state.withLock { $0.code = code }
  }

  /// Holds the session while it runs.
  func keep(_ session: ConnectSession) {
    state.withLock { $0.session = session }
  }
}

/// A place to send news to before their receiver exists. Both belong to one queue.
final class Relay<News: Sendable>: @unchecked Sendable {  // The receiver's queue protects it.
  private var receiver: ((News) -> Void)?

  /// Sends all news to `receiver` from now on.
  func connect(_ receiver: @escaping (News) -> Void) {
    self.receiver = receiver
  }

  /// Passes `news` on; nobody is there to miss it before `connect`.
  func pass(_ news: News) {
    receiver?(news)
  }
}
