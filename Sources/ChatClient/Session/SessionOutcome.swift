import ChatSystem

/// Where a session leaves its end for the thread that waits for it.
final class SessionOutcome: Sendable {
  private struct State {
    var code = ExitCode.done
    var session: ConnectSession?
  }

  private let state = Locked(State())

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
