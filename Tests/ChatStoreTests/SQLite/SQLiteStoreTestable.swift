import ChatTestSupport

@testable import ChatStore

/// A store in a directory of its own.
final class SQLiteStoreTestable {
  let directory: TemporaryDirectory
  private(set) var store: SQLiteStore
  private let partWidth: Int

  var path: String {
    directory.path(of: "chat.sqlite")
  }

  /// One whose index has parts of `partWidth` messages.
  init(partWidth: Int = SearchPart.width) throws {
    self.partWidth = partWidth
    directory = try TemporaryDirectory()
    store = try SQLiteStore(path: directory.path(of: "chat.sqlite"), partWidth: partWidth)
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
    store = try SQLiteStore(path: path, partWidth: partWidth)
  }
}
