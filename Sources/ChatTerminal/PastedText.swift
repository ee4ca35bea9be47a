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
