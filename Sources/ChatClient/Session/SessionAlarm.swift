import ChatCore
import ChatSystem
import Dispatch

/// Rings on a session's queue when its conversation has something to do. On that queue.
final class SessionAlarm {
  private let timer: any DispatchSourceTimer

  init(queue: DispatchQueue) {
    timer = DispatchSource.makeTimerSource(queue: queue)
  }

  deinit {
    timer.cancel()
  }

  /// Calls `ring` each time from now on. Once.
  func connect(_ ring: @escaping @Sendable () -> Void) {
    timer.setEventHandler(handler: ring)
    timer.activate()
  }

  /// Rings at `deadline`, and not at the one before; nil changes nothing.
  func set(_ deadline: Uptime?) {
    guard let deadline else { return }
    timer.schedule(deadline: .now() + max(0, deadline.seconds(since: .now)), leeway: .milliseconds(5))
  }

  /// Rings no more.
  func cancel() {
    timer.cancel()
  }
}

extension Uptime {
  /// What the clock says.
  static var now: Uptime {
    Uptime(nanoseconds: MonotonicClock.now())
  }
}
