import ChatSystem

/// Closures that other queues leave for a loop, in order.
///
/// While the loop is at work, or is already called, nobody has to call it again: that makes leaving one cheaper than
/// a `queue.async`, and many of them are taken at once.
final class Inbox: Sendable {
  typealias Job = @Sendable () -> Void

  private struct State {
    var jobs: [Job] = []
    var patientJobs = FIFO<Job>()
    /// True when somebody will look before resting.
    var isAttended = false
  }

  private let state = Locked(State())

  /// Leaves `job`; a patient one is taken with few others of its kind at a time. True when the loop must be called.
  /// From any queue.
  func leave(_ job: @escaping Job, isPatient: Bool = false) -> Bool {
    state.withLock { state in
      if isPatient { state.patientJobs.append(job) } else { state.jobs.append(job) }
      defer { state.isAttended = true }
      return !state.isAttended
    }
  }

  /// Exchanges what was left for `empty`, and adds up to `patient` patient jobs. On the loop's queue.
  func take(into empty: inout [Job], patient: Int) {
    state.withLock { state in
      state.isAttended = true
      if !state.jobs.isEmpty { swap(&state.jobs, &empty) }
      var left = patient
      while left > 0, let job = state.patientJobs.popFirst() {
        empty.append(job)
        left -= 1
      }
    }
  }

  /// Ends the attendance, unless something was left meanwhile: then false, and the loop must call itself.
  func rest() -> Bool {
    state.withLock { state in
      let isEmpty = state.jobs.isEmpty && state.patientJobs.isEmpty
      if isEmpty { state.isAttended = false }
      return isEmpty
    }
  }
}
