import ChatCore
import ChatTestSupport
import Testing

@testable import ChatClient

@Suite struct BodyCutterTests {
  @Test func aLineIsAMessageAndAnEmptyOneIsNone() {
    #expect(Self.cut("one\n\n  \ntwo\r\nlast") == ["one", "two", "last"])
    #expect(Self.cut("  two  \t\n\r\r\n x \r") == ["  two  \t", " x \r"])
    #expect(Self.cut("\n\n") == [])
    #expect(Self.cut("") == [])
  }

  @Test func nothingIsTakenBeforeItsLineIsWhole() {
    var cutter = BodyCutter(isWhole: false)
    cutter.input.add(Array("ha".utf8))
    #expect(cutter.next() == nil)
    cutter.input.add(Array("lf\nrest".utf8))
    #expect(cutter.next() == "half")
    #expect(cutter.next() == nil)
    #expect(!cutter.isExhausted)
    cutter.input.add([])
    #expect(cutter.next() == "rest")
    #expect(cutter.isExhausted)
  }

  @Test func aLongLineBecomesSeveralAndLosesNothing() {
    let line = String(repeating: "aé€😀", count: 5_000)
    let bodies = Self.cut(line + "\nshort\n")
    #expect(bodies.dropLast().joined() == line)
    #expect(bodies.last == "short")
    #expect(bodies.allSatisfy { $0.utf8.count <= ChatMessage.maximumBodyBytes })
    #expect(bodies.count == (line.utf8.count + 8_191) / 8_192 + 1)
  }

  @Test func aLineOfJustTheLongestLengthIsOneMessage() {
    let line = String(repeating: "x", count: ChatMessage.maximumBodyBytes)
    #expect(Self.cut(line + "\ny\n") == [line, "y"])
    #expect(Self.cut(line) == [line])
  }

  @Test func whatIsNoTextIsReplaced() {
    #expect(Self.cut([0x61, 0xFF, 0x62, 0x0A]) == ["a\u{FFFD}b"])
    let bodies = Self.cut([UInt8](repeating: 0x80, count: 8_192) + [0x0A])
    #expect(bodies.joined() == String(repeating: "\u{FFFD}", count: 8_192))
    #expect(bodies.allSatisfy { $0.utf8.count <= ChatMessage.maximumBodyBytes })
  }

  @Test func theWholeIsCutAtTheEndOfALine() {
    #expect(Self.cut("one\n\ntwo\n", isWhole: true) == ["one\n\ntwo"])
    #expect(Self.cut("\n  one\r\n two \n\n", isWhole: true) == ["\n  one\r\n two \n"])
    let lines = (1...2_000).map { " line number \($0) " }
    let bodies = Self.cut(lines.map { $0 + "\n" }.joined(), isWhole: true)
    #expect(bodies.joined(separator: "\n") == lines.joined(separator: "\n"))
    #expect(bodies.count > 1)
    #expect(bodies.allSatisfy { $0.utf8.count <= ChatMessage.maximumBodyBytes })
  }

  @Test func inWhateverPiecesItComesItIsTheSame() {
    var generator = SeededGenerator()
    for _ in 0..<12 {
      let alphabet: [UInt8] = [0x0A, 0x20, 0x61, 0xC3, 0xA9, 0xF0, 0x80]
      let count = Int.random(in: 0...20_000, using: &generator)
      let bytes: [UInt8] = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      for isWhole in [false, true] {
        var cutter = BodyCutter(isWhole: isWhole)
        var bodies: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
          let piece = rest.prefix(Int.random(in: 1...5_000, using: &generator))
          rest = rest.dropFirst(piece.count)
          cutter.input.add(Array(piece))
          while let body = cutter.next() { bodies.append(body) }
        }
        cutter.input.add([])
        while let body = cutter.next() { bodies.append(body) }
        #expect(bodies == Self.cut(bytes, isWhole: isWhole), "seed \(generator.seed)")
        #expect(cutter.isExhausted)
      }
    }
  }

  private static func cut(_ text: String, isWhole: Bool = false) -> [String] {
    cut(Array(text.utf8), isWhole: isWhole)
  }

  private static func cut(_ bytes: [UInt8], isWhole: Bool = false) -> [String] {
    var cutter = BodyCutter(isWhole: isWhole)
    cutter.input.add(bytes)
    cutter.input.add([])
    var bodies: [String] = []
    while let body = cutter.next() { bodies.append(body) }
    return bodies
  }
}
