import ChatCore

/// Nothing that reaches a terminal acts on it, and what is safe already stays as it is.
enum TerminalTextFuzzing {
  static func run(_ input: UnsafeRawBufferPointer) {
    let text = String(decoding: input, as: UTF8.self)
    let line = TerminalSanitizer.line(text)
    check(line)
    precondition(TerminalSanitizer.line(line) == line, "what is safe was changed")
    for part in TerminalSanitizer.lines(text) {
      check(part)
    }
  }

  private static func check(_ line: String) {
    for scalar in line.unicodeScalars {
      let value = scalar.value
      precondition(value >= 0x20 && !(0x7F...0x9F).contains(value), "a control character")
      precondition(!(0x202A...0x202E).contains(value) && !(0x2066...0x2069).contains(value), "a bidi override")
      precondition(value != 0x2028 && value != 0x2029, "a line break")
    }
  }
}
