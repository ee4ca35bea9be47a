import ChatCore
import Dispatch

// The end of the server, as far as it concerns the room.
extension RoomQueue {
  /// So long the disk may take for what was decided on before the end, in seconds.
  private static let lastCommitTime = 5.0

  /// Decides on nothing more; when everything decided on is on disk and answered, tells everybody that the server stops,
  /// and has their connections closed. Then calls `done` on `target`. A disk that does not answer is waited for 5 seconds.
  /// From any queue.
  func stopAll(restarts: Bool, on target: DispatchQueue, then done: @escaping @Sendable () -> Void) {
    perform { room, _ in
      room.room.beginStop(restarts: restarts)
      room.whenTold = { target.async(execute: done) }
      room.whenCommitted { [unowned room] _ in room.sayFarewell(isSettled: true) }
      room.queue.asyncAfter(deadline: .now() + Self.lastCommitTime) { [weak room] in
        room?.sayFarewell(isSettled: false)
      }
    }
  }

  private func sayFarewell(isSettled: Bool) {
    guard let done = whenTold, !hasFailed else { return }
    // Who has sent a request again meanwhile is still to be told that it was carried out.
    if isSettled, !gathering.outcomes.isEmpty {
      return whenCommitted { [unowned self] _ in sayFarewell(isSettled: true) }
    }
    whenTold = nil
    let now = SystemClock.now()
    room.stop(isSettled: isSettled, at: now, effects: &effects)
    carryOut(at: now)
    if !isSettled { finishTurn(at: now) }
    // Behind the turn that this is part of.
    queue.async(execute: done)
  }

  /// Calls `done` on `target` when everything decided so far is on disk, or can't be put there. From any queue.
  func flush(on target: DispatchQueue, then done: @escaping @Sendable () -> Void) {
    perform { room, _ in
      room.whenIdle = { target.async(execute: done) }
    }
  }

  /// Calls who waits for the last commit, if that was it. On the room's queue.
  func noteIfIdle() {
    guard let done = whenIdle, committing == nil, gathering.isEmpty || probe != nil else { return }
    whenIdle = nil
    done()
  }
}
