import ChatCore
import Testing

/// Text of people is bytes: what only looks the same is not the same.
@Suite struct ExactTextTests {
  private let composed = "\u{E9}"
  private let decomposed = "e\u{301}"

  @Test func whatLooksTheSameIsNotTheSame() throws {
    #expect(composed == decomposed, "a String thinks so")
    #expect(!composed.isExactly(decomposed) && composed.isExactly("\u{E9}"))
    #expect(!composed.isExactly(composed + "x") && !composed.isExactly("\u{E8}"))
    #expect(TypedText(composed) != TypedText(decomposed))
    #expect(AccountKey(composed) != AccountKey(decomposed))
    #expect(try FileName(composed) != FileName(decomposed))
    #expect(Set([composed, decomposed, composed].map(TypedText.init)).count == 2)
    #expect(try Set([composed, decomposed, composed].map { try FileName($0) }).count == 2)
  }

  @Test func itIsSortedByItsBytes() {
    #expect(
      ["\u{10000}", composed, "z", decomposed, "", "ea"].map(TypedText.init).sorted().map { Array($0.text.utf8) }
        == ["", "ea", decomposed, "z", composed, "\u{10000}"].map { Array($0.utf8) })
  }

  @Test func namesAreOneInAnyCase() throws {
    #expect(AccountKey("MALLORY") == AccountKey("mallory"))
    #expect(try AccountName("MALLORY") == AccountName("mallory"))
    #expect(try Set([AccountName("MALLORY"), AccountName("Mallory")]).count == 1)
  }

  /// What is longer than a String holds within itself, and what was cut out of another one.
  @Test func wherePartsLieDoesNotMatter() {
    let long = String(repeating: "longer than fifteen bytes ", count: 4)
    let cut = String(("x" + long + "y").dropFirst().dropLast())
    #expect(TypedText(long) == TypedText(cut))
    #expect(TypedText(long).hashValue == TypedText(cut).hashValue)
  }
}
