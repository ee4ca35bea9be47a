import ChatCore
import ChatStore
import ChatSystem
import Dispatch

/// Commits batches, fsync included, on a queue of its own, so that the room goes on while the disk works. Between them it
/// does what the storage puts off (`ChatStorage.tidy`), and beside them it moves the log (`LogMover`).
///
/// What changes belongs to `queue`, which it asserts.
final class Journal: @unchecked Sendable {  // What changes belongs to `queue`.
  /// So long nothing must have been committed before as much as possible is done of what was put off.
  private static let rest = DispatchTimeInterval.milliseconds(50)

  private let queue = DispatchQueue(label: "chatctl.journal", qos: .userInitiated)
  private let storage: any ChatStorage
  private let mover: LogMover
  /// From when on the disk counts as idle.
  private var idle = DispatchTime.now() + rest
  private var usage = ProcessorUsage()
  private var rate = CommitRate()
  private var isTidying = false
  private var isStopped = false
  private var onSyncFailure: (@Sendable (StoreError) -> Void)?

  init(storage: any ChatStorage) {
    self.storage = storage
    mover = LogMover(storage: storage, commits: queue)
  }

  /// Begins with what the storage puts off. Once, before the first commit.
  ///
  /// - Parameter onSyncFailure: called on the journal's queue when an fsync has failed beside the commits.
  func begin(onSyncFailure: @escaping @Sendable (StoreError) -> Void) {
    queue.async { [self] in
      self.onSyncFailure = onSyncFailure
      mover.onFailure = { [weak self] in self?.failed($0) }
      tidySoon()
    }
  }

  /// The outcome of a batch.
  enum Outcome: Sendable {
    /// It is on disk.
    case committed
    /// Nothing of it has happened; this is what the store holds, if it can still be read.
    case failed(StoreError, DurableState?)
  }

  /// Commits `batch` and calls `completion` on `target`. Batches are committed in the order of the calls.
  func commit(
    _ batch: LogBatch, on target: DispatchQueue, completion: @escaping @Sendable (Outcome) -> Void
  ) {
    queue.async { [self] in
      let outcome: Outcome
      do throws(StoreError) {
        try storage.commit(batch)
        outcome = .committed
        rate.count(batch.records.count, at: SystemClock.now().uptime)
        tidySoon()
        mover.moveIfLong()
      } catch {
        outcome = .failed(error, try? storage.load())
      }
      idle = .now() + Self.rest
      target.async { completion(outcome) }
    }
  }

  /// Ends the use of the storage beside commits. From any queue but the journal's; the storage may be closed then.
  func stop() {
    queue.sync {
      isStopped = true
      mover.stop()
    }
  }

  private func tidySoon() {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !isTidying, !isStopped else { return }
    isTidying = true
    queue.asyncAfter(deadline: .now() + Self.rest) { [weak self] in self?.tidy() }
  }

  private func tidy() {
    dispatchPrecondition(condition: .onQueue(queue))
    isTidying = false
    guard !isStopped else { return }
    let share = usage.shareSinceLastTime()
    let pace = TidyPace(
      isDiskResting: DispatchTime.now() >= idle, share: share, rate: rate.perSecond(at: SystemClock.now().uptime))
    do throws(StoreError) {
      guard try storage.tidy(limit: pace.limit) else { return }
    } catch {
      // After anything but a failed fsync the next commit that succeeds has it tried again.
      return failed(error)
    }
    mover.moveIfLong()
    isTidying = true
    queue.asyncAfter(deadline: .now() + pace.pause) { [weak self] in self?.tidy() }
  }

  /// Something beside the commits has failed. The system tells of a failed fsync once: the next commit may seem to succeed
  /// on a disk that has lost something.
  private func failed(_ error: StoreError) {
    guard case .syncFailed = error, !isStopped else { return }
    isStopped = true
    onSyncFailure?(error)
  }
}

/// How many messages a second are committed. Pure: it is told the time.
struct CommitRate {
  private static let window: Int64 = 1_000_000_000

  private var start = Uptime(nanoseconds: 0)
  private var count = 0
  /// Of the last window that has ended.
  private var last = 0

  /// Counts messages that were committed at `now`.
  mutating func count(_ messages: Int, at now: Uptime) {
    roll(to: now)
    count += messages
  }

  /// The messages of the last second that has ended, or of this one where they are more already.
  mutating func perSecond(at now: Uptime) -> Int {
    roll(to: now)
    return max(last, count)
  }

  private mutating func roll(to now: Uptime) {
    let passed = now.nanoseconds - start.nanoseconds
    guard passed >= Self.window else { return }
    last = passed < 2 * Self.window ? count : 0
    count = 0
    start = now
  }
}

/// How much of what commits put off is done at a time, and how soon it goes on. Pure: it is told how busy the process is.
struct TidyPace: Equatable {
  /// On so many messages in one transaction; a commit waits for at most that.
  let limit: Int
  /// Before the next one.
  let pause: DispatchTimeInterval

  /// Nothing is committed at the moment.
  static let resting = TidyPace(limit: 256, pause: .nanoseconds(0))
  /// Commits follow each other: what comes in is done as fast as it comes.
  static let keepingUp = TidyPace(limit: 256, pause: .milliseconds(2))
  /// More comes in than could be kept up with. It is done when less does.
  static let yielding = TidyPace(limit: 32, pause: .milliseconds(100))

  /// Where the process takes less than this part of its processors, this work included, some is left.
  static let sparedShare = 0.6
  /// So many messages a second are kept up with though none is left: a server that sends to many always takes all of a
  /// processor, and puts more messages into each write when it gets less. One that never keeps up searches ever more slowly.
  static let affordableRate = 32_000

  /// The pace while the process takes `share` of its processors, and so many messages a second are committed.
  init(isDiskResting: Bool, share: Double, rate: Int) {
    if isDiskResting {
      self = .resting
    } else {
      self = share < Self.sparedShare || rate <= Self.affordableRate ? .keepingUp : .yielding
    }
  }

  private init(limit: Int, pause: DispatchTimeInterval) {
    self.limit = limit
    self.pause = pause
  }
}
