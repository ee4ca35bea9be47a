import ChatStore
import ChatSystem

/// Carries the news that an fsync failed from the room's queue to the server, which is built after it.
final class FatalFailure: Sendable {
  private struct State {
    var handler: (@Sendable (StoreError) -> Void)?
    var error: StoreError?
  }

  private let state = Locked(State())

  /// Reports `error`; only the first one is told. From any queue.
  func report(_ error: StoreError) {
    let handler: (@Sendable (StoreError) -> Void)? = state.withLock { state in
      guard state.error == nil else { return nil }
      state.error = error
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
