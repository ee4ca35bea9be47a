import Testing

@testable import ChatCore

@Suite("Base64 without padding")
struct Base64Tests {
  // RFC 4648, section 10, with the padding left out.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"),
  ])
  func theExamplesOfTheStandard(plain: String, encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(Substring(encoded)) == Array(plain.utf8))
  }

  @Test func everyByteComesBack() {
    for length in 0...70 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ length) }
      #expect(Base64.decode(Substring(Base64.encode(bytes))) == bytes)
    }
  }

  @Test(arguments: ["Z", "Zm9vY", "Zg==", "Zh", "Zm9", "Z g", "Zm-_", "é", "\u{0}\u{0}"])
  func whatNobodyEncodesIsRefused(text: String) {
    #expect(Base64.decode(Substring(text)) == nil)
  }
}
