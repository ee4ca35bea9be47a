import ChatCore
import Testing

@Suite struct TerminalSanitizerTests {
  @Test(arguments: [
    ("plain text", "plain text"),
    ("a\tb", "a b"),
    ("\u{1B}[31mred\u{1B}[0m", "^[[31mred^[[0m"),
    ("\u{1B}]0;title\u{07}", "^[]0;title^G"),
    ("\u{9B}2J", "<U+009B>2J"),
    ("\u{7F}\u{00}\u{0D}", "^?^@^M"),
    ("\u{202E}gnp.exe", "<U+202E>gnp.exe"),
    ("\u{2066}x\u{2069}", "<U+2066>x<U+2069>"),
    ("👩‍👩‍👧‍👦 می‌خواهم \u{200E}\u{200F}", "👩‍👩‍👧‍👦 می‌خواهم \u{200E}\u{200F}"),
    ("Grüße, 東京 é", "Grüße, 東京 é"),
  ])
  func lines(text: String, shown: String) {
    #expect(TerminalSanitizer.line(text) == shown)
    #expect(TerminalSanitizer.line(shown) == shown)
  }

  @Test func everyControlCharacterGoes() {
    for value in UInt32(0)...0xFFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = TerminalSanitizer.lines("a" + String(Character(scalar)) + "b")
      for line in shown {
        #expect(
          line.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && !(0x202A...0x202E).contains($0.value)
              && !(0x2066...0x2069).contains($0.value)
          }, "U+\(String(value, radix: 16))")
      }
    }
  }

  @Test func lineBreaks() {
    #expect(TerminalSanitizer.lines("a\nb\r\nc\u{2028}d\u{2029}e\n") == ["a", "b", "c", "d", "e", ""])
    #expect(TerminalSanitizer.lines("") == [""])
  }
}
