import CSQLite

/// Cuts text into the words by which it is found: runs of letters and digits, without regard to case and marks, as SQLite's
/// tokenizer `unicode61` has them (sqlite.org/fts5.html, 4.3.1; its interface is in 7.1).
///
/// As long as the connection that it came from is open.
final class WordCutter {
  /// A word of fewer bytes is not taken for the beginning of a longer one: nearly every message has such a word.
  static let shortestBeginning = 3

  private let kind: fts5_tokenizer
  private let tokenizer: OpaquePointer?

  init(db: Database) throws(DatabaseError) {
    var api: UnsafeMutablePointer<fts5_api>?
    // Nothing but a statement hands out the interface (sqlite.org/fts5.html, 7).
    let statement = try db.statement("SELECT fts5(?1)")
    sqlite3_reset(statement)
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nil)
    sqlite3_step(statement)
    sqlite3_reset(statement)
    var context: UnsafeMutableRawPointer?
    var kind = fts5_tokenizer()
    guard let api, api.pointee.xFindTokenizer(api, "unicode61", &context, &kind) == SQLITE_OK else {
      throw DatabaseError(code: SQLITE_ERROR)
    }
    var tokenizer: OpaquePointer?
    let code = "remove_diacritics".withCString { name in
      "2".withCString { value in
        var options: [UnsafePointer<CChar>?] = [name, value]
        return kind.xCreate(context, &options, Int32(options.count), &tokenizer)
      }
    }
    guard code == SQLITE_OK else { throw DatabaseError(code: code) }
    self.kind = kind
    self.tokenizer = tokenizer
  }

  deinit {
    if let tokenizer { kind.xDelete(tokenizer) }
  }

  /// The words of `text`, in their order.
  func words(of text: String) throws(DatabaseError) -> [String] {
    var words: [String] = []
    var text = text
    let code = withUnsafeMutablePointer(to: &words) { words in
      text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          kind.xTokenize(
            tokenizer, words, FTS5_TOKENIZE_DOCUMENT, characters.baseAddress, Int32(characters.count)
          ) { words, _, start, count, _, _ in
            guard let words, let start else { return SQLITE_OK }
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(count))
            words.assumingMemoryBound(to: [String].self).pointee.append(String(decoding: bytes, as: UTF8.self))
            return SQLITE_OK
          }
        }
      }
    }
    guard code == SQLITE_OK else { throw DatabaseError(code: code) }
    return words
  }

  /// True when all of `wanted` stand in `text`, the last one perhaps as the beginning of a word.
  func matches(_ text: String, _ wanted: [String]) throws(DatabaseError) -> Bool {
    guard let last = wanted.last else { return true }
    let found = try words(of: text)
    return wanted.dropLast().allSatisfy(found.contains)
      && found.contains { $0 == last || last.utf8.count >= Self.shortestBeginning && $0.hasPrefix(last) }
  }
}
