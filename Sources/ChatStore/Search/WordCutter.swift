import GRDB

/// Cuts text into the words by which it is found: runs of letters and digits, without regard to case and marks, as SQLite's
/// tokenizer `unicode61` has them (sqlite.org/fts5.html, 4.3.1).
///
/// Within one access to the database that it came from.
struct WordCutter {
  /// A word of fewer bytes is not taken for the beginning of a longer one: nearly every message has such a word.
  static let shortestBeginning = 3

  private let tokenizer: any FTS5Tokenizer

  init(db: Database) throws {
    tokenizer = try db.makeTokenizer(.unicode61(diacritics: .remove))
  }

  /// The words of `text`, in their order.
  func words(of text: String) throws -> [String] {
    try tokenizer.tokenize(document: text).map(\.token)
  }

  /// Whether all of `wanted` stand in `text`, the last one perhaps as the beginning of a word.
  func matches(_ text: String, _ wanted: [String]) throws -> Bool {
    guard let last = wanted.last else { return true }
    let found = try words(of: text)
    return wanted.dropLast().allSatisfy(found.contains)
      && found.contains { $0 == last || last.utf8.count >= Self.shortestBeginning && $0.hasPrefix(last) }
  }
}
