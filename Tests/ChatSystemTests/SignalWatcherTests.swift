import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatSystem

@Suite struct SignalWatcherTests {
  @Test func callsTheQueueInsteadOfDying() throws {
    let queue = DispatchQueue(label: "test.signals")
    let came = Collector<Int32>()
    let watcher = SignalWatcher([SIGUSR1, SIGWINCH], queue: queue) { number in
      dispatchPrecondition(condition: .onQueue(queue))
      came.add(number)
    }
    kill(getpid(), SIGUSR1)
    try came.wait(count: 1)
    kill(getpid(), SIGWINCH)
    try came.wait(count: 2)
    #expect(came.all == [SIGUSR1, SIGWINCH])
    withExtendedLifetime(watcher) {}
  }

  @Test func leavesIgnoredWhatTheParentIgnored() throws {
    signal(SIGUSR2, SIG_IGN)
    let queue = DispatchQueue(label: "test.signals.ignored")
    let came = Collector<Int32>()
    let watcher = SignalWatcher([SIGUSR2, SIGURG], queue: queue) { came.add($0) }
    kill(getpid(), SIGUSR2)
    kill(getpid(), SIGURG)
    try came.wait(count: 1)
    #expect(came.all == [SIGURG])
    withExtendedLifetime(watcher) {}
  }
}
