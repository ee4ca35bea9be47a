import GRDB

/// What FTS5 is asked for. Every term is quoted: nothing that a person types is ever read as an expression.
struct SearchExpression {
  /// Where more words than this begin with what was typed, FTS5 looks for the beginning itself, which takes as long as
  /// there are messages with such a word.
  static let mostBeginnings = 1_000

  static let termSQL = "SELECT term FROM search_word WHERE term >= ?1 LIMIT 1"

  let db: Database

  /// All of these terms.
  func all(_ terms: [String]) -> String {
    terms.map(quoted).joined(separator: " AND ")
  }

  /// All of `words` in what one of `owners` may read, the last one perhaps as the beginning of a word; nil when nothing
  /// has such a word.
  func all(_ words: [String], ofOneOf owners: [String]) throws -> String? {
    guard let last = words.last else { return nil }
    let branches = try owners.compactMap { owner -> String? in
      guard
        let end = try ending(
          in: SearchTerm.word(last, of: owner), isOpen: last.utf8.count >= WordCutter.shortestBeginning)
      else { return nil }
      return (words.dropLast().map { quoted(SearchTerm.word($0, of: owner)) } + [end]).joined(separator: " AND ")
    }
    return branches.isEmpty ? nil : branches.map { "(\($0))" }.joined(separator: " OR ")
  }

  private func ending(in term: String, isOpen: Bool) throws -> String? {
    guard isOpen else { return quoted(term) }
    let terms = try beginning(with: term)
    if terms.count > Self.mostBeginnings {
      return "\(quoted(term)) *"
    }
    return terms.isEmpty ? nil : "(\(terms.map(quoted).joined(separator: " OR ")))"
  }

  /// The terms of the index that begin with `start`, each found by a look of its own: to read on from one to the next
  /// would go through all messages with it.
  private func beginning(with start: String) throws -> [String] {
    let statement = try SQLStatement(Self.termSQL, in: db)
    var terms: [String] = []
    var next = start
    while terms.count <= Self.mostBeginnings {
      statement.bind(1, next)
      guard try statement.step() else { break }
      let term = statement.text(0)
      statement.reset()
      guard term.utf8.starts(with: start.utf8) else { break }
      terms.append(term)
      // No term holds a control character, so this is where the next one may be.
      next = term + "\u{1}"
    }
    return terms
  }

  /// A string in the syntax of FTS5 (sqlite.org/fts5.html, 3.1).
  private func quoted(_ term: String) -> String {
    "\"" + term.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
