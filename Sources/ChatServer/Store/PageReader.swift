import ChatCore
import ChatStore
import Dispatch

/// Reads pages of the stored log beside the commits, for those who catch up.
final class PageReader: Sendable {
  /// So many messages a page.
  static let pageSize = 256

  private let queue = DispatchQueue(label: "chatctl.reader", qos: .userInitiated)
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
}
