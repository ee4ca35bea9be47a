import Glibc

/// The programs that run for a moment (`CommandRun`) on behalf of one who may end before them. From any queue.
public final class RunningCommands: Sendable {
  private struct State {
    /// The leaders of their process groups, none of which has been reaped: each number is theirs.
    var leaders: Set<pid_t> = []
    var isEnded = false
  }

  private let state = Locked(State())

  /// None runs yet.
  public init() {}

  /// Kills all of them, with all that they have started, and lets no more of them start.
  public func end() {
    state.withLock { state in
      state.isEnded = true
      for leader in state.leaders { Self.kill(leader) }
    }
  }

  /// Starts one by `body`, unless the end has come.
  func start(_ body: () -> SystemCall.Outcome<pid_t>) -> SystemCall.Outcome<pid_t> {
    state.withLock { state in
      guard !state.isEnded else { return .failure(ECANCELED) }
      let outcome = body()
      if case .value(let leader) = outcome { state.leaders.insert(leader) }
      return outcome
    }
  }

  /// Kills what is left of one, before it is reaped.
  func finish(_ leader: pid_t) {
    state.withLock { state in
      Self.kill(leader)
      state.leaders.remove(leader)
    }
  }

  private static func kill(_ leader: pid_t) {
    Glibc.kill(-leader, SIGKILL)
    Glibc.kill(leader, SIGKILL)
  }
}
