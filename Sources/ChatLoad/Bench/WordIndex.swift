import ChatStore

/// The index of words, which a server fills beside its other work.
enum WordIndex {
  private static let slice = 20_000

  /// Fills that of a store that nobody uses, so that what is measured is a server that had the time for it.
  static func fill(_ data: DataDirectory) throws {
    let lock = try DirectoryLock(data)
    defer { withExtendedLifetime(lock) {} }
    let store = try SQLiteStore(path: data.store)
    while try store.tidy(limit: slice) {}
    try store.close()
  }
}
