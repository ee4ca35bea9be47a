import Testing

@testable import ChatTerminal

@Suite struct PasswordInputTests {
  private func type(_ text: String) -> [PasswordInput.Progress] {
    var input = PasswordInput()
    return text.utf8.map { input.take($0) }.filter { $0 != .goesOn }
  }

  @Test(arguments: [
    ("sesame\r", "sesame"),
    ("sesame\n", "sesame"),
    ("sesamX\u{7F}e\r", "sesame"),
    ("pässwörter\u{7F}\u{7F}\r", "pässwört"),
    ("ä\u{7F}\u{7F}\u{7F}x\r", "x"),
    ("wrong\u{15}right\r", "right"),
    ("\u{1B}[200~pasted pass\u{1B}[201~\r", "pasted pass"),
    ("a\u{1B}[A\u{1B}OBb\r", "ab"),
    ("a\u{04}b\r", "ab"),
    ("\r", ""),
  ])
  func lines(typed: String, password: String) {
    #expect(type(typed) == [.line(password)])
  }

  @Test func theEndOfInput() {
    #expect(type("\u{04}") == [.end])
    #expect(type("ab\u{7F}\u{7F}\u{04}") == [.end])
  }
}
