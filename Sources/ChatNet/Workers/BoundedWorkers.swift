import ChatSystem
import Dispatch
import Glibc
import Synchronization

/// A few own threads for heavy work, such as password hashing, that must not hold up the queues of the others.
///
/// The threads are not of GCD's pool, which would run out, and are nicer than it. What waits is bounded and served fairly
/// between keys.
public final class BoundedWorkers: Sendable {
  /// The state that the threads share; it outlives the workers until the last thread has ended.
  private final class Shared: Sendable {
    let waiting: Locked<FairQueue<@Sendable () -> Void>>
    let signal = DispatchSemaphore(value: 0)
    let isStopped = Atomic(false)
    let niceness: Int32

    init(_ queue: sending FairQueue<@Sendable () -> Void>, niceness: Int32) {
      waiting = Locked(queue)
      self.niceness = niceness
    }

    /// A thread's life.
    func run() {
      // On Linux a thread has its own niceness, and 0 means the caller (setpriority(2), NOTES).
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
      while true {
        signal.wait()
        if isStopped.load(ordering: .acquiring) { return }
        if let work = waiting.withLock({ $0.popFirst() }) { work() }
      }
    }
  }

  private let shared: Shared
  /// The number of threads.
  public let threads: Int

  /// Half of the usable processors, at least one.
  public static let usualThreads = max(1, ProcessorCount.usable / 2)

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - threads: how many.
  ///   - backlog: how many pieces of work may wait.
  ///   - backlogPerKey: how many of one key.
  ///   - niceness: the nice value of the threads: the higher, the more they give way.
  /// - Throws: when the system gives no thread.
  public init(
    threads: Int = usualThreads, backlog: Int, backlogPerKey: Int, niceness: Int32 = 5
  ) throws(NetError) {
    self.threads = threads
    shared = Shared(FairQueue(limit: backlog, limitPerKey: backlogPerKey), niceness: niceness)
    for _ in 0..<threads { try Self.startThread(shared) }
  }

  deinit {
    stop()
  }

  /// Has `work` done on a thread, then `completion` called on `queue` with its result. From any queue.
  ///
  /// - Parameter key: who brings it; keys are served in turn.
  /// - Returns: false when there is no room: neither closure will be called.
  public func submit<Result: Sendable>(
    key: String, on queue: DispatchQueue,
    work: @escaping @Sendable () -> Result, completion: @escaping @Sendable (Result) -> Void
  ) -> Bool {
    let job: @Sendable () -> Void = {
      let result = work()
      queue.async { completion(result) }
    }
    guard shared.waiting.withLock({ $0.append(job, key: key) }) else { return false }
    shared.signal.signal()
    return true
  }

  /// Takes another number of pieces of one key that may wait; what waits stays. From any queue.
  public func change(backlogPerKey: Int) {
    shared.waiting.withLock { $0.limitPerKey = backlogPerKey }
  }

  /// The pieces of work that wait for a thread. From any queue.
  public var waitingCount: Int {
    shared.waiting.withLock { $0.count }
  }

  /// The most of them that one key has waiting. From any queue.
  public var mostOfOneKey: Int {
    shared.waiting.withLock { $0.mostOfOneKey }
  }

  /// Ends the threads after the work they do; what waits is dropped, its completions are not called. From any queue.
  public func stop() {
    guard !shared.isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
    for _ in 0..<threads { shared.signal.signal() }
  }

  private static func startThread(_ shared: Shared) throws(NetError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(shared)
    let code = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Shared>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, argument.toOpaque())
    guard code == 0 else {
      argument.release()
      throw NetError(.thread, code: code)
    }
  }
}
