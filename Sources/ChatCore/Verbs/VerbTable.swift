/// A table of verbs, in the order in which `help` lists them: the check of what is typed, completion and help all read it.
public struct VerbTable<Command: Sendable>: Sendable {
  /// The rows.
  public let verbs: [Verb<Command>]
  /// Whether it is the operator's: case does not matter, words that begin with two dashes are options, and help is for a
  /// terminal of 80 columns.
  let isOperators: Bool

  /// The row that `text` names, a slash before it or not.
  public func verb(_ text: some StringProtocol) -> Verb<Command>? {
    row(text.first == "/" ? String(text.dropFirst()) : String(text))
  }

  /// The row of `word`.
  func row(_ word: String) -> Verb<Command>? {
    let word = isOperators ? word.lowercased() : word
    return verbs.first { $0.word == word && $0.doors != .json }
  }

  /// The row that `line` begins with, in its own words or in another's.
  public func verb(of line: String) -> Verb<Command>? {
    var rest = line.trimmed()
    let first = rest.takeWord()
    return verb(first)
      ?? verbs.first { verb in
        verb.aliases.contains { $0.phrase.prefix { !$0.isBlank }.lowercased() == first.lowercased() }
      }
  }

  /// The verb whose spelling is the nearest to `text`; the first where several are as near.
  public func nearest(to text: String) -> String {
    EditDistance.nearest(to: text, in: words, spelling: { $0 }) ?? ""
  }

  /// What may be typed first.
  public var words: [String] {
    verbs.filter { $0.doors != .json }.map(\.word)
  }

  /// How `word` is typed.
  func usage(of word: String) -> String {
    verb(word)?.usage ?? word
  }

  // MARK: - Help

  /// The lines that `help` prints: one for each verb, or all about the one that `word` names.
  public func help(on word: String? = nil) -> [String] {
    guard let verb = word.flatMap({ verb($0) }) else {
      // The operator's options are in the help on each.
      let column = isOperators ? 26 : (words.map { usage(of: $0).count }.max() ?? 0) + 4
      return verbs.filter { $0.doors != .json }.map { verb in
        let usage = "  " + verb.shortUsage
        return usage + String(repeating: " ", count: max(1, column - usage.count)) + verb.help
      }
    }
    guard isOperators else { return ["\(verb.usage)  \(verb.help)"] }
    return ["  " + verb.usage] + Self.wrapped(verb.explanation, to: Self.width - 4).map { "    " + $0 }
  }

  /// How long a line may be: ArgumentParser, which `--help` passes through, never fills the last column of 80.
  private static var width: Int { 79 }

  private static func wrapped(_ text: String, to width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }
}

extension Substring {
  /// Takes the first word and the blanks behind it; what is left begins with the next word.
  mutating func takeWord() -> Substring {
    let word = prefix { !$0.isBlank }
    self = self[word.endIndex...].drop(while: \.isBlank)
    return word
  }
}
