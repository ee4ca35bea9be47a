import ChatTestSupport
import Testing

/// Text that is pasted into a terminal window: one message after a question, never many commands.
@Suite(.waiting) struct PasteTests {
  private let room: SampleRoom
  private let columbia: ChildProcess
  private let window: Window

  init() throws {
    room = try SampleRoom()
    columbia = try room.member("Columbia")
    window = try Window(to: room.server)
    try window.logIn("facebook")
    try columbia.expectLines("System(broadcast): \"facebook\" has just logged in.")
  }

  @Test func severalLinesBecomeOneMessage() throws {
    window.terminal.type("message Columbia ")
    window.paste("first line\n  second, indented\n\nlogout\n")
    try window.expect(
      "facebook> message Columbia",
      "What you have pasted makes one message of 4 lines (37 characters):",
      "  | first line", "  |   second, indented", "  |", "  | logout",
      "Send it to \"Columbia\" alone? Please enter \"yes\" or \"no\":", ">>")
    #expect(window.screen.bracketsPastes)
    window.send("perhaps")
    try window.expect("Please enter \"yes\" or \"no\":", ">>")
    window.send("yes")
    try columbia.expectLines(
      "facebook(private): first line", "  |   second, indented", "  | ", "  | logout")
    try window.expect(">> yes", "facebook>")
    // Neither the answer nor the text is in the history.
    window.terminal.type("\u{1B}[A")
    window.send("whoelse")
    try window.expect("facebook> whoelse", "The other users are:", "Columbia", "facebook>")
  }

  @Test func whoIsNotNamedIsAskedFor() throws {
    window.paste("whoelse\nblock Columbia")
    try window.expect(
      "facebook>",
      "What you have pasted makes one message of 2 lines (22 characters):", "  | whoelse", "  | block Columbia",
      "Please enter the name of the user whom it is for, or * for everybody. An empty line drops it.", ">>")
    window.send("*")
    try columbia.expectLines("facebook(broadcast): whoelse", "  | block Columbia")
    try window.expect("facebook(broadcast): whoelse", "  | block Columbia", "facebook>")
    window.paste("a\nb")
    try window.expect(
      "Please enter the name of the user whom it is for, or * for everybody. An empty line drops it.", ">>")
    window.send("")
    try window.expect(">>", "Nothing has been sent.", "facebook>")
    window.paste("broadcast c\nd")
    try window.expect("  | c", "  | d", "Send it to everybody? Please enter \"yes\" or \"no\":", ">>")
    window.send("yes")
    try columbia.expectLines("facebook(broadcast): c", "  | d")
  }

  @Test func whatIsRefusedLeavesTheHalfTypedLine() throws {
    window.terminal.type("broadcast ")
    window.paste("a\nb")
    try window.expect("Send it to everybody? Please enter \"yes\" or \"no\":", ">>")
    window.terminal.type("\u{3}")
    try window.expect("Nothing has been sent.", "facebook> broadcast")
    window.terminal.type("\u{15}file Columbia ")
    window.paste("one\ntwo")
    try window.terminal.read(
      until: { _ in
        window.lines.suffix(2).elementsEqual(["Nothing has been sent.", "facebook> file Columbia"])
          && window.lines.contains { $0.hasPrefix("Error! Several lines can't be pasted here.") }
      }, within: ChildProcess.patience)
    window.terminal.type("\u{15}broadcast ")
    let tooLong = "Error! The message is longer than 8192 bytes. Please send it in parts, or as a file!"
    window.paste(String(repeating: "0123456789\n", count: 800))
    try window.expect(tooLong, "Nothing has been sent.", "facebook> broadcast")
    window.paste(String(repeating: "0123456789\n", count: 8_000))
    try window.expect(
      tooLong, "Nothing has been sent.", "facebook> broadcast", tooLong, "Nothing has been sent.", "facebook> broadcast"
    )
    window.send("only this")
    try columbia.expectLines("facebook(broadcast): only this")
  }

  @Test func oneLineIsPutWhereTheCursorIs() throws {
    window.terminal.type("broadcast [ ]\u{1B}[D\u{1B}[D")
    window.paste("pasted\u{7}\u{8} text\n")
    try window.expect("facebook> broadcast [pasted text ]")
    window.send("")
    try columbia.expectLines("facebook(broadcast): [pasted text ]")
  }

  @Test func atAQuestionTheFirstLineIsTaken() throws {
    let guest = try Window(to: room.server)
    try guest.expect(">>")
    guest.paste("Google\nhasAPassword\n")
    try guest.expect("Only the first line of what you have pasted was taken.", ">> Google")
    guest.send("")
    try guest.expect("Please enter your password:", ">>")
    guest.paste("nothingshown")
    guest.send("")
    try guest.terminal.read("Wrong password!")
    try guest.expect(">>")
    guest.terminal.type("\u{3}")
    #expect(try guest.terminal.wait() == 0)
    #expect(!guest.screen.bracketsPastes)
    #expect(!guest.terminal.text.contains("hasAPassword"))
    #expect(!guest.terminal.text.contains("nothingshown"))
  }

  /// A paste whose end never comes holds up nothing.
  @Test func anEndlessPasteIsGivenUp() throws {
    window.terminal.type("broadcast x\u{1B}[200~half of")
    try window.expect("facebook> broadcast x")
    columbia.send("broadcast meanwhile")
    try window.expect("Columbia(broadcast): meanwhile", "facebook> broadcast x")
    window.terminal.type("\u{3}")
    try window.expect("facebook> broadcast x", "facebook>")
    window.send("whoelse")
    try window.expect("The other users are:", "Columbia", "facebook>")
  }
}
