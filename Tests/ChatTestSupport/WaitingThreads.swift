import ChatSystem
import Dispatch
import Foundation

/// Threads for tests that wait for other processes: on Swift's own, of which there are as many as processors, they would
/// keep each other from running while they wait.
public final class WaitingThreads: TaskExecutor {
  /// Those of most tests: enough to keep the processors busy, and so few that nobody waits long for his turn.
  public static let busy = WaitingThreads(count: 3 * ProcessInfo.processInfo.activeProcessorCount)
  /// Those of tests that let real time pass and leave the processors to others, all the time that these take.
  public static let patient = WaitingThreads(count: 8)

  private let jobs = Locked<[UnownedJob]>([])
  private let came = DispatchSemaphore(value: 0)

  private init(count: Int) {
    for _ in 0..<count {
      Thread.detachNewThread { [self] in
        while true {
          came.wait()
          jobs.withLock { $0.removeFirst() }.runSynchronously(on: asUnownedTaskExecutor())
        }
      }
    }
  }

  /// Has `job` run by the next thread that is free. From any thread.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    came.signal()
  }
}
