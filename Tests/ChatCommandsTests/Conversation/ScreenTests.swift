import ChatTestSupport
import Glibc
import Testing

/// What a terminal shows when text does not fit, is wide, is hostile, or the window changes.
@Suite(.waiting) struct ScreenTests {
  private let room: SampleRoom
  private let columbia: ChildProcess

  init() throws {
    room = try SampleRoom()
    columbia = try room.member("Columbia")
  }

  private func window(columns: Int = 40, environment: [String] = []) throws -> Window {
    let window = try Window(to: room.server, columns: columns, environment: environment)
    try window.expect(">>")
    window.send("facebook")
    window.send("wastingtime")
    // The prompt stands there before all that was missed has come.
    window.send("whoelse")
    try window.expect("The other users are:", "Columbia", "facebook>")
    try columbia.expectLines("System(broadcast): \"facebook\" has just logged in.")
    return window
  }

  /// Half-typed text of these kinds, each reaching over the end of a row, whole again under what comes in. A mark on the
  /// last character of a row is beyond readline 8.2, which sends the cursor to the next row before the mark.
  @Test(arguments: [
    String(repeating: "wide 日本語 ", count: 8) + "end", "x" + String(repeating: "漢字", count: 20),
    String(repeating: "ae\u{301}", count: 30), String(repeating: "👍🎉", count: 13) + "end",
    String(repeating: "z", count: 30), String(repeating: "z", count: 29) + "日", String(repeating: "y", count: 110),
  ])
  func halfTypedTextStaysWhole(text: String) throws {
    let window = try window()
    window.terminal.type("message Columbia " + text)
    var expected = TerminalScreen(columns: 40)
    expected.show("facebook> message Columbia " + text)
    let rows = expected.lines.filter { !$0.isEmpty }
    func awaitRows(above: String) throws {
      try window.terminal.read(
        until: { _ in
          let seen = window.lines
          let body = seen.last == "" ? seen.dropLast() : seen[...]
          return body.suffix(rows.count + 1).elementsEqual([above] + rows)
        }, within: ChildProcess.patience)
    }
    for number in 1...3 {
      columbia.send("broadcast news \(number)")
      try awaitRows(above: "Columbia(broadcast): news \(number)")
    }
    // The cursor is where it was: back over the last character, and on.
    window.terminal.type("\u{7F}!")
    window.send("")
    try columbia.expect("facebook(private): \(text.dropLast())!\n")
  }

  @Test(arguments: [(80, 30, true), (30, 80, true), (80, 37, true), (33, 47, true), (30, 80, false), (80, 30, false)])
  func aResizedWindowShowsTheLineOnce(before: Int, after: Int, wrapsAnew: Bool) throws {
    let window = try window(
      columns: before, environment: wrapsAnew ? [] : ["XTERM_VERSION=XTerm(379)"])
    columbia.send("broadcast above")
    try window.expect("Columbia(broadcast): above", "facebook>")
    let typed = "facebook> message Columbia a sentence that is too long for any of the windows, and 日本"
    window.terminal.type(String(typed.dropFirst("facebook> ".count)))
    try window.terminal.read("日本")
    window.resize(columns: after, wrapsAnew: wrapsAnew)
    columbia.send("broadcast below")
    var expected = TerminalScreen(columns: after, showing: "Columbia(broadcast): below\r\n" + typed)
    try window.expect(rows: expected.lines)
    if wrapsAnew {
      expected = TerminalScreen(
        columns: after, showing: "Columbia(broadcast): above\r\nColumbia(broadcast): below\r\n" + typed)
      try window.expect(rows: expected.lines)
    }
    // Nothing above was eaten, nothing of the line stands there twice.
    #expect(window.lines.contains("Columbia(broadcast): above"))
    if wrapsAnew { #expect(window.lines.filter { $0.hasPrefix("facebook> message") }.count == 1) }
    window.send("!")
    try columbia.expect("facebook(private): a sentence that is too long for any of the windows, and 日本!\n")
  }

  @Test func aHostileMessageIsText() throws {
    let window = try window(columns: 100)
    window.terminal.type("message Columbia half")
    let huge = String(repeating: "A", count: 7_000)
    columbia.send("broadcast \(HostileText.samples.filter { !$0.contains("\r") }.joined(separator: "|")) \(huge) end")
    columbia.send("broadcast \u{1B}[2J\u{1B}[Hfacebook> logout")
    try window.expect(
      "Columbia(broadcast): ^[[2J^[[Hfacebook> logout", "facebook> message Columbia half")
    #expect(window.screen.strange == [])
    #expect(window.lines.joined().contains(huge + " end"))
    #expect(window.terminal.text.contains("^[]52;c;cm0gLXJm^[\\"))
    window.send(" sent")
    try columbia.expect("facebook(private): half sent\n")
  }

  @Test(arguments: ["LC_ALL=C", "LC_ALL=", "LC_ALL=nonsense", "LC_ALL=POSIX"])
  func anyLocaleHasWideCharacters(setting: String) throws {
    let window = try window(environment: [setting, "LANG=C"])
    window.terminal.type("broadcast 日本語x\u{7F}\u{7F}!")
    try window.expect("facebook> broadcast 日本!")
    window.send("")
    try columbia.expectLines("facebook(broadcast): 日本!")
  }
}
