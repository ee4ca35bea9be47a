import ChatTestSupport
import Testing

@testable import ChatTerminal

@Suite struct PasteDetectorTests {
  private func take(_ text: String) -> (keys: String, pastes: [[String]], detector: PasteDetector) {
    var detector = PasteDetector()
    var keys: [UInt8] = []
    var pastes: [[String]] = []
    for byte in text.utf8 {
      switch detector.take(byte) {
      case .goesOn: break
      case .keys(let more): keys += more
      case .paste(let text): pastes.append(text.lines)
      }
    }
    return (String(decoding: keys, as: UTF8.self), pastes, detector)
  }

  @Test(arguments: [
    ("plain", "plain", []),
    ("a\u{1B}[Ab", "a\u{1B}[Ab", []),
    ("\u{1B}\u{1B}[200~x\u{1B}[201~", "\u{1B}", [["x"]]),
    ("a\u{1B}[200~b\rc\u{1B}[201~d", "ad", [["b", "c"]]),
    ("\u{1B}[200~b\r\n\nc\n\n\u{1B}[201~", "", [["b", "", "c"]]),
    ("\u{1B}[200~\u{1B}[200~é\u{1B}[A\u{3}\tx\u{1B}[201~", "", [["[200~é[A\tx"]]),
    ("\u{1B}[200~\u{1B}[201~\u{1B}[200~2\u{1B}[201~", "", [[], ["2"]]),
    ("\u{1B}[2~\u{1B}[20~", "\u{1B}[2~\u{1B}[20~", []),
  ])
  func keysAndPastes(typed: String, keys: String, pastes: [[String]]) {
    let result = take(typed)
    #expect(result.keys == keys)
    #expect(result.pastes == pastes)
  }

  @Test func escapeAloneIsUndecided() {
    var (keys, _, detector) = take("a\u{1B}")
    #expect(keys == "a")
    #expect(detector.isUndecided)
    #expect(detector.giveUp() == [0x1B])
    #expect(!detector.isUndecided)
    (keys, _, detector) = take("\u{1B}[200~x\u{1B}")
    #expect(!detector.isUndecided)
    #expect(detector.isPasting)
    #expect(detector.giveUp() == [])
  }

  @Test func anEndlessPasteFillsNoMemory() {
    var detector = PasteDetector()
    for byte in "\u{1B}[200~".utf8 { _ = detector.take(byte) }
    for _ in 0..<200_000 { _ = detector.take(UInt8(ascii: "x")) }
    var text: PastedText?
    for byte in "\u{1B}[201~".utf8 {
      if case .paste(let whole) = detector.take(byte) { text = whole }
    }
    #expect(text?.bytes.count == PasteDetector.longest)
    #expect(text?.isCut == true)
  }

  /// Whatever comes: nothing is lost and nothing is doubled.
  @Test func anyBytes() {
    var generator = SeededGenerator()
    for _ in 0..<500 {
      let alphabet = Array("\u{1B}[2001~x\r".utf8)
      let bytes = (0..<60).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
      var detector = PasteDetector()
      var out: [UInt8] = []
      for byte in bytes {
        switch detector.take(byte) {
        case .goesOn: break
        case .keys(let keys): out += keys
        case .paste(let text): out += Array("\u{1B}[200~".utf8) + text.bytes + Array("\u{1B}[201~".utf8)
        }
      }
      guard !detector.isPasting else { continue }
      #expect(out + detector.giveUp() == bytes, "seed \(generator.seed)")
    }
  }
}
