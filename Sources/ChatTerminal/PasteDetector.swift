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
