import ChatCore

/// Cuts text that is read in pieces into messages: one a line, or one of all of it. What is too long for one message
/// becomes several. Blanks stay as they are; only the end of a line (LF or CR LF) where a message ends, and what would be
/// a message of blanks alone, are left out. What is no UTF-8 is replaced by U+FFFD.
struct BodyCutter {
  private static let limit = ChatMessage.maximumBodyBytes
  private static let lineFeed = UInt8(ascii: "\n")

  private let isWhole: Bool
  /// What was read.
  var input = UntakenBytes()
  /// Parts of one long piece, the first one last.
  private var parts: [String] = []

  /// A cutter that makes a message of each line, or of all of them.
  init(isWhole: Bool) {
    self.isWhole = isWhole
  }

  /// Whether everything has come and was taken.
  var isExhausted: Bool {
    input.haveEnded && input.rest.isEmpty && parts.isEmpty
  }

  /// The next message; nil when more has to be read for it, or none is left. Never one of blanks alone.
  mutating func next() -> String? {
    while true {
      if let part = parts.popLast() {
        if !part.isBlank { return part }
        continue
      }
      guard let piece = takePiece() else { return nil }
      parts = Self.divided(String(decoding: piece, as: UTF8.self)).reversed()
    }
  }

  private mutating func takePiece() -> ArraySlice<UInt8>? {
    let rest = input.rest
    if !isWhole, let end = rest.prefix(Self.limit + 1).firstIndex(of: Self.lineFeed) {
      input.take(before: end + 1)
      return Self.withoutLineEnd(rest[...end])
    }
    if rest.count > Self.limit {
      let end = end(ofLongPieceIn: rest.prefix(Self.limit))
      input.take(before: end)
      return Self.withoutLineEnd(rest[..<end])
    }
    guard input.haveEnded, !rest.isEmpty else { return nil }
    input.take(before: rest.endIndex)
    return Self.withoutLineEnd(rest)
  }

  private static func withoutLineEnd(_ piece: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard piece.last == lineFeed else { return piece }
    let line = piece.dropLast()
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }

  /// At the end of a line where lines belong together, else between two characters.
  private func end(ofLongPieceIn piece: ArraySlice<UInt8>) -> Int {
    if isWhole, let lineFeed = piece.lastIndex(of: Self.lineFeed), lineFeed > piece.startIndex {
      return lineFeed + 1
    }
    // At most three bytes continue a character; what has more of them is no UTF-8, and may be cut anywhere.
    guard let lead = piece.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }), piece[lead] >= 0xC0 else {
      return piece.endIndex
    }
    let length = piece[lead] >= 0xF0 ? 4 : piece[lead] >= 0xE0 ? 3 : 2
    return lead + length <= piece.endIndex ? piece.endIndex : lead
  }

  /// `text` in parts of which each is a message; more than one only where replacements have made it longer.
  private static func divided(_ text: String) -> [String] {
    var parts: [String] = []
    var rest = text[...]
    while rest.utf8.count > limit {
      // A slice of a string that would begin within a scalar begins with it.
      let end = rest.utf8.index(rest.startIndex, offsetBy: limit)
      parts.append(String(rest[..<end]))
      rest = rest[end...]
    }
    return parts + [String(rest)]
  }
}

/// Bytes that were read in pieces, and not taken yet.
struct UntakenBytes {
  /// True when nothing more will be read.
  private(set) var haveEnded = false
  private var bytes: [UInt8] = []
  private var start = 0

  /// All of them.
  var rest: ArraySlice<UInt8> {
    bytes[start...]
  }

  /// `more` were read; none at the end.
  mutating func add(_ more: [UInt8]) {
    haveEnded = more.isEmpty
    bytes.removeSubrange(..<start)
    start = 0
    bytes += more
  }

  /// Takes those before `index`, which is one of `rest`.
  mutating func take(before index: Int) {
    start = index
  }
}
