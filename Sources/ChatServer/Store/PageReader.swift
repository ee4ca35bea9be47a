import ChatCore
import ChatStore
import Dispatch

/// Reads the stored log beside the commits: pages for those who catch up, and on a queue of its own what people look back
/// at, so that nobody's long search keeps others from catching up.
final class PageReader: Sendable {
  /// So many messages a page.
  static let pageSize = 256

  private let queue = DispatchQueue(label: "chatctl.reader", qos: .userInitiated)
  private let pastQueue = DispatchQueue(label: "chatctl.past", qos: .utility)
  private let storage: any ChatStorage

  init(storage: any ChatStorage) {
    self.storage = storage
  }

  /// Reads what concerns `account` after one entry through another, and calls `completion` on `target`; nil when the
  /// store could not be read.
  func read(
    _ account: AccountID, after: EntryID, through: EntryID, on target: DispatchQueue,
    completion: @escaping @Sendable (MessagePage?) -> Void
  ) {
    queue.async { [storage] in
      let page = try? storage.page(of: account, after: after, through: through, limit: Self.pageSize)
      target.async { completion(page) }
    }
  }

  /// Looks back as `query` says, and calls `completion` on `target`.
  func look(
    _ query: PastQuery, on target: DispatchQueue, completion: @escaping @Sendable (PastOutcome) -> Void
  ) {
    pastQueue.async { [storage] in
      let outcome = (try? storage.past(query)) ?? .failed
      target.async { completion(outcome) }
    }
  }
}
