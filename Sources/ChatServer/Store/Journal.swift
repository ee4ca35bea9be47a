import ChatCore
import ChatStore
import Dispatch

/// Commits batches, fsync included, on a queue of its own, so that the room goes on while the disk works.
final class Journal: Sendable {
  private let queue = DispatchQueue(label: "chatctl.journal", qos: .userInitiated)
  private let storage: any ChatStorage

  init(storage: any ChatStorage) {
    self.storage = storage
  }

  /// What became of a batch.
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
    queue.async { [storage] in
      let outcome: Outcome
      do throws(StoreError) {
        try storage.commit(batch)
        outcome = .committed
      } catch {
        outcome = .failed(error, try? storage.load())
      }
      target.async { completion(outcome) }
    }
  }
}
