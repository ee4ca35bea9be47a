import ChatStore
import Dispatch

/// Keeps the storage's write-ahead log short without making a commit wait for it: most of the log is moved beside the
/// commits, and what they added meanwhile, which is little, between two of them.
///
/// What changes belongs to the queue of the commits, which it asserts.
final class LogMover: @unchecked Sendable {  // What changes belongs to `commits`.
  /// A log of so many pages is moved.
  private static let long = 1_000
  /// So many are moved between two commits, in a moment; what is more is moved beside them.
  private static let few = 64
  /// Commits that write faster than the disk takes the log are made to wait in the end.
  private static let passes = 4

  private let storage: any ChatStorage
  private let commits: DispatchQueue
  private let queue = DispatchQueue(label: "chatctl.log-mover", qos: .utility)
  private var isMoving = false
  private var isStopped = false
  /// How long the log is when it is moved next.
  private var next = long
  /// Told on the queue of the commits.
  var onFailure: ((StoreError) -> Void)?

  init(storage: any ChatStorage, commits: DispatchQueue) {
    self.storage = storage
    self.commits = commits
  }

  /// Begins to move the log if it is long. On the queue of the commits, after one.
  func moveIfLong() {
    dispatchPrecondition(condition: .onQueue(commits))
    guard !isMoving, !isStopped, storage.pagesInLog >= next else { return }
    isMoving = true
    queue.async { [self] in moveMost() }
  }

  /// Waits until nothing is moved any more, and begins nothing. On the queue of the commits.
  func stop() {
    dispatchPrecondition(condition: .onQueue(commits))
    isStopped = true
    queue.sync {}
  }

  private func moveMost() {
    do throws(StoreError) {
      for _ in 0..<Self.passes where try storage.moveLog() <= Self.few { break }
      commits.async { [self] in moveRest() }
    } catch {
      commits.async { [self] in end(error) }
    }
  }

  private func moveRest() {
    dispatchPrecondition(condition: .onQueue(commits))
    guard !isStopped else { return }
    do throws(StoreError) {
      // Where somebody reads an older state, the log goes on, and is moved when it has become longer by as much again.
      next = try storage.moveLog() == 0 ? Self.long : storage.pagesInLog + Self.long
      isMoving = false
    } catch {
      end(error)
    }
  }

  private func end(_ error: StoreError) {
    isMoving = false
    next = storage.pagesInLog + Self.long
    onFailure?(error)
  }
}
