import ChatStore
import ChatTestSupport

/// A store in a directory of its own.
final class SQLiteStoreTestable {
  let directory: TemporaryDirectory
  private(set) var store: SQLiteStore

  var path: String {
    directory.path(of: "chat.sqlite")
  }

  init() throws {
    directory = try TemporaryDirectory()
    store = try SQLiteStore(path: directory.path(of: "chat.sqlite"))
  }

  /// Closes the store and opens it again, as a restart does.
  func reopen() throws {
    try store.close()
    store = try SQLiteStore(path: path)
  }
}
