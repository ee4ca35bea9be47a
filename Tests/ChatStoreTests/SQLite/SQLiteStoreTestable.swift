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

  /// One in which alice is account 1 and bob account 2.
  static func withAliceAndBob() throws -> SQLiteStoreTestable {
    let box = try SQLiteStoreTestable()
    try box.store.commit(Sample.batch([try Sample.registration(1, "alice"), try Sample.registration(2, "bob")]))
    return box
  }

  /// Closes the store and opens it again, as a restart does.
  func reopen() throws {
    try store.close()
    store = try SQLiteStore(path: path)
  }
}
