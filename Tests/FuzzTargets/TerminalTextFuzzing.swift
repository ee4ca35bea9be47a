import ChatCore

/// Nothing that reaches a terminal acts on it, and what is safe already stays as it is.
enum TerminalTextFuzzing {
  static func run(_ input: UnsafeRawBufferPointer) {
    let text = String(decoding: input, as: UTF8.self)
    let line = TerminalSanitizer.line(text)
    check(line)
    precondition(TerminalSanitizer.line(line) == line, "what is safe was changed")
    if !text.unicodeScalars.contains(where: isDangerous) {
      precondition(line == text, "what is safe was changed")
    }
    for part in TerminalSanitizer.lines(text) {
      check(part)
    }
  }

  private static func check(_ line: String) {
    precondition(!line.unicodeScalars.contains(where: isDangerous), "something that acts on a terminal")
  }

  /// Written down anew: control characters, what turns the direction of reading, what breaks a line, and the deprecated
  /// switches and annotations.
  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x206F, 0xFFF9...0xFFFB,
    ]
    return ranges.contains { $0.contains(scalar.value) }
  }
}
