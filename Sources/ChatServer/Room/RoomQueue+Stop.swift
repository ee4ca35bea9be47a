import ChatCore
import Dispatch

// The end of the server, as far as it concerns the room.
extension RoomQueue {
  /// Tells everybody that the server stops, and has their connections closed; then calls `done` on `target`. From any
  /// queue.
  func stopAll(restarts: Bool, on target: DispatchQueue, then done: @escaping @Sendable () -> Void) {
    perform { room, now in
      room.room.stop(restarts: restarts, at: now, effects: &room.effects)
      room.carryOut(at: now)
    }
    queue.async { target.async(execute: done) }
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
