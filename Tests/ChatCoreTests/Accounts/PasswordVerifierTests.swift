import ChatCore
import Testing

@Suite("Stored passwords")
struct PasswordVerifierTests {
  private static let hash = String(repeating: "A", count: 43)

  @Test func whatIsPrintedReadsBackTheSame() throws {
    var random = SystemRandomNumberGenerator()
    for saltLength in [1, 2, 3, 15, 16, 64] {
      for hashLength in [16, 17, 18, 31, 32, 64] {
        let cost = try #require(PasswordVerifier.Cost(logN: 17, blockSize: 8, parallelism: 4))
        let verifier = try #require(
          PasswordVerifier(
            cost: cost, salt: (0..<saltLength).map { _ in random.next() },
            hash: (0..<hashLength).map { _ in random.next() }
          ))
        #expect(PasswordVerifier(phc: verifier.description) == verifier)
      }
    }
  }

  @Test func theFormIsThatOfPHC() throws {
    let verifier = try #require(
      PasswordVerifier(cost: .standard, salt: Array("salt".utf8), hash: [UInt8](repeating: 0, count: 16)))
    #expect(verifier.description == "$scrypt$ln=15,r=8,p=1$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA")
  }

  @Test func parametersMayStandInAnyOrder() {
    #expect(PasswordVerifier(phc: "$scrypt$p=1,ln=15,r=8$c2FsdA$\(Self.hash)") != nil)
  }

  @Test(arguments: [
    "", "$", "$$$$", "wonderland", "scrypt$ln=15,r=8,p=1$c2FsdA$\(hash)", "$scrypt$ln=15,r=8,p=1$c2FsdA",
    "$scrypt$ln=15,r=8,p=1$c2FsdA$\(hash)$", "$scrypt$ln=15,r=8,p=1$c2FsdA$\(hash)$x",
    "$argon2id$ln=15,r=8,p=1$c2FsdA$\(hash)", "$Scrypt$ln=15,r=8,p=1$c2FsdA$\(hash)",
    "$scrypt$ln=18,r=8,p=1$c2FsdA$\(hash)", "$scrypt$ln=0,r=8,p=1$c2FsdA$\(hash)",
    "$scrypt$ln=15,r=9,p=1$c2FsdA$\(hash)", "$scrypt$ln=15,r=0,p=1$c2FsdA$\(hash)",
    "$scrypt$ln=15,r=8,p=5$c2FsdA$\(hash)", "$scrypt$ln=15,r=8,p=0$c2FsdA$\(hash)",
    "$scrypt$ln=99999999999999999999,r=8,p=1$c2FsdA$\(hash)", "$scrypt$ln=-1,r=8,p=1$c2FsdA$\(hash)",
    "$scrypt$ln=+15,r=8,p=1$c2FsdA$\(hash)", "$scrypt$ln= 15,r=8,p=1$c2FsdA$\(hash)",
    "$scrypt$ln=,r=8,p=1$c2FsdA$\(hash)", "$scrypt$ln=١٥,r=8,p=1$c2FsdA$\(hash)", "$scrypt$ln,r=8,p=1$c2FsdA$\(hash)",
    "$scrypt$ln=15=15,r=8,p=1$c2FsdA$\(hash)", "$scrypt$ln=15,r=8$c2FsdA$\(hash)",
    "$scrypt$ln=15,r=8,p=1,q=1$c2FsdA$\(hash)", "$scrypt$ln=15,ln=15,r=8,p=1$c2FsdA$\(hash)",
    "$scrypt$ln=15,r=8,p=1,$c2FsdA$\(hash)", "$scrypt$$c2FsdA$\(hash)", "$scrypt$ln=15,r=8,p=1$$\(hash)",
    "$scrypt$ln=15,r=8,p=1$c2FsdA$", "$scrypt$ln=15,r=8,p=1$c2FsdA==$\(hash)", "$scrypt$ln=15,r=8,p=1$c2 dA$\(hash)",
    "$scrypt$ln=15,r=8,p=1$c2-_dA$\(hash)", "$scrypt$ln=15,r=8,p=1$c2FsdB$\(hash)",
    "$scrypt$ln=15,r=8,p=1$c2FsdA$AAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=15,r=8,p=1$\(String(repeating: "A", count: 87))$\(hash)",
    "$scrypt$ln=15,r=8,p=1$c2FsdA$\(String(repeating: "A", count: 87))",
  ])
  func anythingElseIsNoVerifier(text: String) {
    #expect(PasswordVerifier(phc: text) == nil)
  }

  @Test func anyBytesAreReadWithoutHarm() {
    var random = SystemRandomNumberGenerator()
    let characters = Array("$scrypt$ln=15,r=8,p=1$c2FsdA$AAAA+/= é")
    for _ in 0..<2_000 {
      let text = String((0..<Int.random(in: 0...80, using: &random)).map { _ in characters.randomElement() ?? "$" })
      if let verifier = PasswordVerifier(phc: text) {
        #expect(PasswordVerifier(phc: verifier.description) == verifier, "\(text)")
      }
    }
  }

  @Test func passwordsHaveFewLimits() {
    #expect(["1", "quit", "with blanks inside ", String(repeating: "\u{E9}", count: 128)].allSatisfy(Password.allows))
    #expect(
      ["", "a\nb", "a\u{0}b", String(repeating: "x", count: 129), String(repeating: "e\u{301}", count: 65)].allSatisfy {
        !Password.allows($0)
      })
  }
}
