import ChatCore

/// Where everything durable goes. One server uses one storage at a time.
public protocol ChatStorage: AnyObject, Sendable {
  /// Reads all but the messages. Call it before the first commit, or on the queue that commits.
  func load() throws(StoreError) -> DurableState

  /// Commits `batch` in one transaction and returns when it is on disk (fsync included).
  ///
  /// One caller at a time, on the journal's queue. When it throws, nothing of the batch has happened.
  func commit(_ batch: LogBatch) throws(StoreError)

  /// Reads the stored messages that `account` may be concerned with: broadcasts and what is private to it, with ids
  /// above `after` and up to `through`, at most `limit` of them or about 64 KiB of text, in the order of their ids. Blocks
  /// are not considered.
  ///
  /// From any queue, beside a commit.
  func page(of account: AccountID, after: EntryID, through: EntryID, limit: Int) throws(StoreError) -> MessagePage

  /// Reads the newest stored messages that `query` is about (`PastQuery.concerns`), the newest first, those too that
  /// were committed a moment ago. Words are matched without regard to case and marks, the last one also as the
  /// beginning of a word where it has at least three bytes. Blocks are not considered.
  ///
  /// From any queue, beside a commit.
  func past(_ query: PastQuery) throws(StoreError) -> PastOutcome

  /// Does a little of what commits have put off, on at most `limit` messages, in one transaction: nothing that is read
  /// from the storage changes by it, only how long that takes.
  ///
  /// On the journal's queue.
  ///
  /// - Returns: whether more is to be done.
  /// - Throws: `StoreError`; nothing has happened then.
  func tidy(limit: Int) throws(StoreError) -> Bool

  /// How many pages the commits have left in the write-ahead log. From any queue.
  var pagesInLog: Int { get }

  /// Moves those pages to where they belong, but for those whose older state is being read, and for what is committed
  /// meanwhile. When nothing is left and nothing is being read, the next commit begins the log anew.
  ///
  /// From any queue, beside a commit and readings; one caller at a time.
  ///
  /// - Returns: how many pages are left.
  /// - Throws: `StoreError`; nothing is lost then, the log still holds them.
  func moveLog() throws(StoreError) -> Int
}
