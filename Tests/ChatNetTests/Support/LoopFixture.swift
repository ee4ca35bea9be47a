import ChatSystem
import Dispatch
import Glibc
import Synchronization
import Testing

@testable import ChatNet

/// A loop with a recording delegate and a clock that stands still until it is told otherwise.
final class LoopFixture: Sendable {
  let loop: ConnectionLoop
  let recorder: Recorder
  private let time: SettableTime

  private final class SettableTime: Sendable {
    let nanoseconds = Atomic<Int64>(0)
  }

  init(_ settings: LoopSettings = LoopSettings(), recorder: Recorder = Recorder()) throws {
    let time = SettableTime()
    self.time = time
    self.recorder = recorder
    loop = try ConnectionLoop(label: "test.loop", settings: settings) {
      time.nanoseconds.load(ordering: .relaxed)
    }
    onQueue { $0.delegate = recorder }
  }

  deinit {
    let loop = loop
    loop.perform { loop.stop() }
  }

  /// Runs `body` on the loop's queue and waits for it.
  func onQueue<Result>(_ body: (ConnectionLoop) throws -> Result) rethrows -> Result {
    try loop.queue.sync { try body(loop) }
  }

  func adopt(_ pair: SocketPair, security: ConnectionSecurity = .plain) throws -> Connection {
    try onQueue { try $0.adopt(pair.ours, remote: pair.remote, security: security) }
  }

  /// Lets `seconds` pass and has the loop look who is overdue.
  func pass(seconds: Double) {
    time.nanoseconds.add(Int64(seconds * 1e9), ordering: .relaxed)
    onQueue { $0.closeOverdue() }
  }

  /// Waits until `condition` holds on the loop's queue.
  func wait(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, until condition: (ConnectionLoop) -> Bool
  ) {
    let end = MonotonicClock.now() + 20_000_000_000
    while MonotonicClock.now() < end {
      if onQueue(condition) { return }
      sched_yield()
    }
    Issue.record("did not come in 20 s: \(what)", sourceLocation: sourceLocation)
  }
}
