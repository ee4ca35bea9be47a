import ChatStore
import ChatSystem

/// Carries the news that an fsync failed from the room's queue to the server, which is built after it.
final class FatalFailure: Sendable {
  private struct State {
    var handler: (@Sendable (StoreError) -> Void)?
    var error: StoreError?
  }

  private let state = Locked(State())

  /// Reports `error`; the first one counts. From any queue.
  func report(_ error: StoreError) {
    let handler = state.withLock { state in
      state.error = state.error ?? error
      return state.handler
    }
    handler?(error)
  }

  /// Calls `handler` for what is reported, also for what was reported before.
  func deliver(to handler: @escaping @Sendable (StoreError) -> Void) {
    let error = state.withLock { state in
      state.handler = handler
      return state.error
    }
    if let error {
      handler(error)
    }
  }
}
