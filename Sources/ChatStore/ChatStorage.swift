import ChatCore

/// Where everything durable goes. One server uses one storage at a time.
public protocol ChatStorage: AnyObject, Sendable {
  /// Reads all but the messages. Call it before the first commit, or on the queue that commits.
  ///
  /// - Throws: `StoreError`.
  func load() throws(StoreError) -> DurableState

  /// Commits `batch` in one transaction and returns when it is on disk (fsync included).
  ///
  /// One caller at a time, on the journal's queue. When it throws, nothing of the batch has happened.
  ///
  /// - Throws: `StoreError`.
  func commit(_ batch: LogBatch) throws(StoreError)

  /// Reads the stored messages that `account` may be concerned with: broadcasts and what is private to it, with ids
  /// above `after` and up to `through`, at most `limit` of them, in the order of their ids. Blocks are not considered.
  ///
  /// From any queue, beside a commit.
  ///
  /// - Throws: `StoreError`.
  func page(of account: AccountID, after: EntryID, through: EntryID, limit: Int) throws(StoreError) -> MessagePage
}
