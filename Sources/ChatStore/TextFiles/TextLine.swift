/// One line of a text file, with its number.
struct TextLine {
  let file: String
  /// Counted from 1.
  let number: Int
  let text: Substring

  /// The lines of `bytes` that are not blank.
  ///
  /// - Throws: `LineError` for the first one that is not UTF-8.
  static func lines(of bytes: [UInt8], in file: String) throws(LineError) -> [TextLine] {
    var lines: [TextLine] = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      guard let text = String(validating: line, as: UTF8.self) else {
        throw LineError(file: file, line: index + 1, what: "it is not valid UTF-8")
      }
      if !line.allSatisfy({ $0 == 32 || (9...13).contains($0) }) {
        lines.append(TextLine(file: file, number: index + 1, text: text[...]))
      }
    }
    return lines
  }

  /// The first `count - 1` fields, and the rest of the line as the last; divided by one space each.
  ///
  /// - Throws: `LineError` when there are fewer, or one but the last is empty.
  func fields(_ count: Int, expected: String) throws(LineError) -> [String] {
    var fields: [String] = []
    var rest = text.utf8[...]
    for _ in 1..<count {
      guard let space = rest.firstIndex(of: UInt8(ascii: " ")), space > rest.startIndex else {
        throw error("expected \(expected)")
      }
      fields.append(String(Substring(rest[..<space])))
      rest = rest[rest.index(after: space)...]
    }
    return fields + [String(Substring(rest))]
  }

  func error(_ what: String) -> LineError {
    LineError(file: file, line: number, what: what)
  }

  func warning(_ what: String) -> LineWarning {
    LineWarning(file: file, line: number, what: what)
  }
}
