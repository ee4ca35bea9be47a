/// Room for the texts of one run of a statement. SQLite reads them where they lie (`SQLITE_STATIC`); its own copies would
/// cost an allocation each.
final class TextArena {
  private static let size = 64 * 1_024

  private let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: size)
  private var used = 0

  deinit {
    bytes.deallocate()
  }

  /// A copy of `text` that stays until `clear()`; nil when there is no room for it.
  func hold(_ text: String) -> UnsafeBufferPointer<CChar>? {
    text.utf8.withContiguousStorageIfAvailable { source in
      guard source.count <= Self.size - used else { return nil }
      let copy = bytes + used
      used += source.count
      source.withMemoryRebound(to: CChar.self) { characters in
        // An empty text has no bytes to copy, and may have no address.
        if let start = characters.baseAddress {
          copy.update(from: start, count: characters.count)
        }
      }
      return UnsafeBufferPointer(start: copy, count: source.count)
    } ?? nil
  }

  /// Gives up all that it holds: the statement has run.
  func clear() {
    used = 0
  }
}
