/// A question for FTS5. Every term is quoted: nothing that a person types is ever read as an expression.
struct SearchExpression {
  /// So many words that begin with what was typed are looked up one by one.
  static let mostBeginnings = 400

  static let termSQL = "SELECT term FROM search_word WHERE term >= ?1 LIMIT 1"

  let db: Database

  /// All of these terms.
  func all(_ terms: [String]) -> String {
    terms.map(quoted).joined(separator: " AND ")
  }

  /// All of `words`, as they stand, in what one of `owners` may read.
  func all(_ words: some Sequence<String>, ofOneOf owners: [String]) -> String {
    owners.map { owner in "(\(all(words.map { SearchTerm.word($0, of: owner) })))" }.joined(separator: " OR ")
  }

  /// The expression by which FTS5 finds messages in which all of `words` stand, the last one perhaps as the beginning
  /// of a word.
  enum Beginnings {
    /// Nothing has such a word.
    case none
    /// This.
    case expression(String)
    /// Too many words begin so.
    case tooMany
  }

  /// All of `words` in what one of `owners` may read, the last one perhaps as the beginning of a word.
  func allWithBeginning(_ words: [String], ofOneOf owners: [String]) throws -> Beginnings {
    guard let last = words.last else { return .none }
    guard last.utf8.count >= WordCutter.shortestBeginning else { return .expression(all(words, ofOneOf: owners)) }
    var branches: [String] = []
    for owner in owners {
      let ends = try beginning(with: SearchTerm.word(last, of: owner))
      guard ends.count <= Self.mostBeginnings else { return .tooMany }
      guard !ends.isEmpty else { continue }
      let end = "(\(ends.map(quoted).joined(separator: " OR ")))"
      let rest = words.dropLast().map { quoted(SearchTerm.word($0, of: owner)) }
      branches.append("(\((rest + [end]).joined(separator: " AND ")))")
    }
    return branches.isEmpty ? .none : .expression(branches.joined(separator: " OR "))
  }

  /// Any word that begins with `beginning` in what one of `owners` may read. Takes as long as there are messages with
  /// such a word.
  func any(beginningWith beginning: String, ofOneOf owners: [String]) -> String {
    owners.map { "\(quoted(SearchTerm.word(beginning, of: $0))) *" }.joined(separator: " OR ")
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
