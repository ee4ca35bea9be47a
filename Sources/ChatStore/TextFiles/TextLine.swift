import ChatCore

/// One line of a text file, with its number.
struct TextLine {
  let file: String
  /// Counted from 1.
  let number: Int
  let text: Substring

  /// The lines of `bytes` that are not blank, without their ends: a line feed, and the one carriage return that other
  /// systems write before it. A byte order mark in front of the first one is no part of it.
  ///
  /// - Throws: `LineError` for the first one that is not UTF-8.
  static func lines(of bytes: [UInt8], in file: String) throws(LineError) -> [TextLine] {
    var lines: [TextLine] = []
    let pieces = bytes.behindByteOrderMark.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, piece) in pieces.enumerated() {
      let line = piece.last == carriageReturn ? piece.dropLast() : piece
      guard let text = String(validating: line, as: UTF8.self) else {
        throw LineError(file: file, line: index + 1, what: "it is not valid UTF-8")
      }
      if !line.allSatisfy({ $0 == 32 || (9...13).contains($0) }) {
        lines.append(TextLine(file: file, number: index + 1, text: text[...]))
      }
    }
    return lines
  }

  /// `text` as it has to be written so that it is read as it is: a carriage return of its own at the end needs another one,
  /// which is taken off again.
  static func guarded(_ text: String) -> String {
    text.utf8.last == carriageReturn ? text + "\r" : text
  }

  private static let carriageReturn = UInt8(ascii: "\r")

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

  /// `field`, the last one, without the blanks that somebody's editor left at its end: the original took them off.
  static func withoutBlanksAtEnd(_ field: String) -> String {
    guard let end = field.utf8.lastIndex(where: { $0 != 32 && !(9...13).contains($0) }) else { return "" }
    return String(Substring(field.utf8[...end]))
  }

  func error(_ what: String) -> LineError {
    LineError(file: file, line: number, what: what)
  }
}

/// A line that can't be used, or not as it stands.
public struct LineError: Error, Hashable, Sendable, CustomStringConvertible {
  /// In which file.
  public let file: String
  /// Counted from 1.
  public let line: Int
  /// The reason, or what was dropped or kept, for people.
  public let what: String

  /// An error of these parts.
  public init(file: String, line: Int, what: String) {
    self.file = file
    self.line = line
    self.what = what
  }

  /// `user_pass.txt:3: what is wrong`.
  public var description: String {
    "\(file):\(line): \(what)"
  }
}
