import ChatCore
import Testing

@Suite struct AdminWordTests {
  @Test(arguments: [
    ("stop --in 5s", AdminWord.stop),
    (" /Stop", .stop),
    ("change TIME_OUT", .set),
    ("all users", .users),
    ("max_con", nil),
    ("MaxCon", .get),
    ("", nil),
  ])
  func ofALine(line: String, word: AdminWord?) {
    #expect(AdminWord(of: line) == word)
  }

  @Test(arguments: [
    ("passwd bob sesame", true),
    ("/ADDUSER bob sesame", true),
    ("paswd bob sesame", true),
    ("addusre bob sesame", true),
    ("passwd bob", false),
    ("kick bob sesame", false),
    ("nonsense bob sesame", false),
  ])
  func passwordsWhereNoneBelong(line: String, mayHoldPassword: Bool) {
    #expect(AdminWord.mayHoldPassword(line) == mayHoldPassword)
  }
}
