/// Finds in what a terminal sends the text that was pasted, which it brackets with `ESC [ 200 ~` and `ESC [ 201 ~`.
///
/// Everything else is keys. Text whose end never comes is bounded, and dropped by `clear`.
///
/// Source: XTerm Control Sequences, "Bracketed Paste Mode".
struct PasteDetector {
  /// The outcome of a byte.
  enum Progress: Hashable {
    /// It may be the beginning of a mark, or belongs to the text.
    case goesOn
    /// Keys that were pressed.
    case keys([UInt8])
    /// A whole pasted text.
    case paste(PastedText)
  }

  /// The most bytes that are kept of a text.
  static let longest = 65_536

  private static let begin = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)

  private var text: PastedText?
  /// How much of the next mark has come.
  private var matched = 0

  /// True while what came last may be the beginning of a paste, or keys: Escape alone, for instance.
  var isUndecided: Bool {
    text == nil && matched > 0
  }

  /// True while the end of a pasted text is awaited.
  var isPasting: Bool {
    text != nil
  }

  /// Takes the next byte.
  mutating func take(_ byte: UInt8) -> Progress {
    let mark = text == nil ? Self.begin : Self.end
    if byte == mark[matched] {
      matched += 1
      guard matched == mark.count else { return .goesOn }
      matched = 0
      defer { text = text == nil ? PastedText() : nil }
      return text.map { .paste($0) } ?? .goesOn
    }
    var passed = Array(mark[..<matched])
    // Only the first byte of a mark can begin another one.
    matched = byte == mark[0] ? 1 : 0
    if matched == 0 {
      passed.append(byte)
    }
    guard text == nil else {
      text?.append(passed)
      return .goesOn
    }
    return .keys(passed)
  }

  /// Nothing followed: what was held back were keys.
  mutating func giveUp() -> [UInt8] {
    guard isUndecided else { return [] }
    defer { matched = 0 }
    return Array(Self.begin[..<matched])
  }

  /// Forgets what has come.
  mutating func clear() {
    self = PasteDetector()
  }
}

/// Several lines that were pasted at once into a half-typed command.
public struct Paste: Hashable, Sendable {
  /// The text before the cursor.
  public let before: String
  /// The pasted lines: two or more, the first and the last one not empty, without control characters but tabs.
  public let lines: [String]
  /// The text behind the cursor.
  public let after: String
  /// True when more was pasted than is kept (64 KiB).
  public let isCut: Bool

  /// A paste of these parts.
  public init(before: String = "", lines: [String], after: String = "", isCut: Bool = false) {
    self.before = before
    self.lines = lines
    self.after = after
    self.isCut = isCut
  }
}

/// The bytes of one paste, made into lines of text.
struct PastedText: Hashable {
  /// As many as are kept.
  private(set) var bytes: [UInt8] = []
  /// True when there were more.
  private(set) var isCut = false

  /// Goes on with `more`.
  mutating func append(_ more: [UInt8]) {
    let room = PasteDetector.longest - bytes.count
    bytes += more.prefix(room)
    isCut = isCut || more.count > room
  }

  /// Its lines, without the empty ones at the ends. Terminals send CR where a line ends, some LF or both. Of the control
  /// characters the tab alone stays: the others would be keys.
  var lines: [String] {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      String(String.UnicodeScalarView(line.unicodeScalars.filter { $0 == "\t" || !Self.isControl($0) }))
    }
    let filled = lines.drop(while: Self.isBlank)
    return Array(filled[..<(filled.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? filled.startIndex)])
  }

  private static func isBlank(_ line: String) -> Bool {
    line.allSatisfy { $0 == " " || $0 == "\t" }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}
