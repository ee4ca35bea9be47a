/// Text in the language of manual pages, mdoc(7).
enum Mdoc {
  /// Lines of running text: each sentence begins on a line of its own, as mdoc wants it.
  ///
  /// An empty line of `text` begins a paragraph; lines that are indented, or begin with `Example:`, are shown as they are.
  static func prose(_ text: String) -> [String] {
    var lines: [String] = []
    var isAfterBreak = true
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.drop { $0 == " " }
      if trimmed.isEmpty {
        isAfterBreak = true
      } else if line.hasPrefix("  ") || line.hasPrefix("Example: ") {
        lines.append(".Dl " + words(line.hasPrefix("Example: ") ? line.dropFirst(9) : trimmed))
      } else {
        if isAfterBreak, !lines.isEmpty { lines.append(".Pp") }
        isAfterBreak = false
        lines += sentences(line).flatMap(textLines)
      }
    }
    return lines
  }

  /// Words as arguments of a macro: none is a macro itself, and each stays one word.
  static func words(_ text: some StringProtocol) -> String {
    text.split(separator: " ").map { word in
      let escaped = String(word.flatMap { $0 == "\"" ? Array("\\(dq") : Array(plain($0)) })
      let isMacro = word.count <= 3 && word.first?.isUppercase == true
      let isDelimiter = word.count == 1 && ".,:;()[]?!|".contains(word)
      return isMacro || isDelimiter ? "\\&" + escaped : escaped
    }.joined(separator: " ")
  }

  /// How long a line of a page may be, in bytes: mandoc -T lint asks for it.
  private static let width = 78

  /// Running text, cut between words.
  private static func textLines(_ sentence: Substring) -> [String] {
    sentence.split(separator: " ").reduce(into: []) { lines, word in
      let word = String(word.flatMap { Array(plain($0)) })
      if let last = lines.last, last.utf8.count + 1 + word.utf8.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        // At the beginning of a line these two would call a macro.
        lines.append(word.hasPrefix(".") || word.hasPrefix("'") ? "\\&" + word : word)
      }
    }
  }

  private static func plain(_ character: Character) -> String {
    switch character {
    case "\\": "\\e"
    case "-": "\\-"
    case "~": "\\(ti"
    case "^": "\\(ha"
    case "`": "\\(ga"
    case "…": "..."
    default: String(character)
    }
  }

  private static func sentences(_ line: Substring) -> [Substring] {
    var sentences: [Substring] = []
    var rest = line
    while let end = rest.firstRange(of: ". ") {
      sentences.append(rest[..<end.lowerBound] + ".")
      rest = rest[end.upperBound...]
    }
    return sentences + [rest]
  }
}
