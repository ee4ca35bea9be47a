import ChatSystem

/// Closures that other queues leave for a loop, in order.
///
/// While the loop is at work, or is already called, nobody has to call it again: that makes leaving one cheaper than
/// a `queue.async`, and many of them are taken at once.
final class Inbox: Sendable {
  typealias Job = @Sendable () -> Void

  private struct State {
    var jobs: [Job] = []
    /// Whether somebody will look before resting.
    var isAttended = false
  }

  private let state = Locked(State())

  /// Leaves `job`. True when the loop must be called. From any queue.
  func leave(_ job: @escaping Job) -> Bool {
    state.withLock { state in
      state.jobs.append(job)
      defer { state.isAttended = true }
      return !state.isAttended
    }
  }

  /// Exchanges what was left for `empty`. On the loop's queue.
  func take(into empty: inout [Job]) {
    state.withLock { state in
      state.isAttended = true
      if !state.jobs.isEmpty { swap(&state.jobs, &empty) }
    }
  }

  /// Ends the attendance, unless something was left meanwhile: then false, and the loop must call itself.
  func rest() -> Bool {
    state.withLock { state in
      if state.jobs.isEmpty { state.isAttended = false }
      return state.jobs.isEmpty
    }
  }
}
