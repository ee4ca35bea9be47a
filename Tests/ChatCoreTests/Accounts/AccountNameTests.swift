import ChatCore
import Testing

@Suite("Names of accounts")
struct AccountNameTests {
  @Test(arguments: ["a", "facebook", "csee4119", "A.b_c-9", "-", "...", String(repeating: "x", count: 32)])
  func properNamesAreTakenAsTheyAre(text: String) throws {
    #expect(try AccountName(text).text == text)
    #expect(try AccountName(text).description == text)
  }

  @Test(arguments: [
    "", " ", "two words", "tab\t", "line\nfeed", "é", "名", "a/b", "a:b", "(x)", "\u{0}", "\u{202E}abc", "\u{212A}ate",
    String(repeating: "x", count: 33),
  ])
  func otherNamesAreMalformed(text: String) {
    #expect(throws: Refusal.nameMalformed(text)) { try AccountName(text) }
  }

  @Test(arguments: ["register", "de-register", "quit", "system", "System", "QUIT", "De-Register"])
  func wordsOfTheSystemAreReserved(text: String) {
    #expect(throws: Refusal.nameReserved(text)) { try AccountName(text) }
  }

  @Test func namesThatDifferInCaseAloneAreOne() throws {
    let names: Set<AccountName> = [
      try AccountName("Columbia"), try AccountName("cOLUMBIA"), try AccountName("colombia"),
    ]
    #expect(names.count == 2)
    #expect(try AccountName("SEAS").key == AccountKey("seas"))
  }
}
