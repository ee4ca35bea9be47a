import ChatTestSupport
import Glibc
import Testing

/// What was typed before, in this run and in earlier ones, and the keys of the person's inputrc.
@Suite(.waiting) struct HistoryTests {
  private let room: SampleRoom
  private let state: TemporaryDirectory

  init() throws {
    room = try SampleRoom()
    state = try TemporaryDirectory()
  }

  private func window(_ environment: [String] = []) throws -> Window {
    let window = try Window(to: room.server, environment: ["XDG_STATE_HOME=\(state.path)"] + environment)
    try window.logIn("facebook")
    return window
  }

  @Test func commandsAreKeptAndSecretsAreNot() throws {
    let first = try window()
    first.send("password")
    try first.expect("Please enter your present password:", ">>")
    first.send("no such")
    try first.expect("Please enter your new password:", ">>")
    first.terminal.type("\u{3}")
    try first.expect("Your password stays as it was.", "facebook>")
    first.terminal.type("\u{3}")
    #expect(try first.terminal.wait() == 0)
    let second = try window()
    second.send("broadcast from the second run")
    try second.expect("facebook(broadcast): from the second run", "facebook>")
    second.send("quit")
    #expect(try second.terminal.wait() == 0)
    #expect(try state.text(of: "chatctl/history") == "password\nbroadcast from the second run\nquit\n")
    var status = stat()
    #expect(stat(state.path(of: "chatctl/history"), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    let third = try window()
    third.terminal.type("\u{1B}[A\u{1B}[A")
    try third.expect("facebook> broadcast from the second run")
  }

  @Test func aSearchOutlivesWhatComesIn() throws {
    try state.write("broadcast an old thing\nmessage Columbia the needle\nwhoelse\n", to: "chatctl/history")
    let window = try window()
    window.terminal.type("\u{12}need")
    try window.expect("(reverse-i-search)`need': message Columbia the needle")
    let columbia = try room.member("Columbia")
    try window.expect(
      "System(broadcast): \"Columbia\" has just logged in.", "(reverse-i-search)`need': message Columbia the needle")
    window.terminal.type("l")
    try window.expect("(reverse-i-search)`needl': message Columbia the needle")
    window.resize(columns: 40)
    try window.expect("(reverse-i-search)`needl': message Colum", "bia the needle")
    window.send("")
    try columbia.expectLines("facebook(private): the needle")
    try window.expect("facebook> message Columbia the needle", "facebook>")
    // Dropped with Ctrl+C, and with the end of the session.
    window.terminal.type("\u{12}old")
    try window.expect("(reverse-i-search)`old': broadcast an ol", "d thing")
    window.terminal.type("\u{3}")
    try window.expect("facebook>")
    window.send("whoelse")
    try window.expect("The other users are:", "Columbia", "facebook>")
    window.terminal.type("\u{12}old")
    try window.expect("(reverse-i-search)`old': broadcast an ol", "d thing")
    room.server.process.signal(SIGINT)
    #expect(try window.terminal.wait() == 1)
    #expect(window.terminal.echoes)
  }

  @Test func theKeysOfTheInputrc() throws {
    try state.write("$if chatctl\nset editing-mode vi\n\"\\C-t\": \"whoelse\"\n$endif\n", to: "inputrc")
    let window = try window(["INPUTRC=\(state.path(of: "inputrc"))"])
    // Escape, three words back, insert, on to the end.
    window.terminal.type("broadcast two four\u{1B}")
    try window.expect("facebook> broadcast two four")
    let columbia = try room.member("Columbia")
    try window.expect("System(broadcast): \"Columbia\" has just logged in.", "facebook> broadcast two four")
    window.terminal.type("bithree ")
    try window.expect("facebook> broadcast two three four")
    window.terminal.type("\u{1B}0")
    window.send("A five")
    try columbia.expectLines("facebook(broadcast): two three four five")
    window.send("\u{14}")
    try window.expect("The other users are:", "Columbia", "facebook>")
    // An arrow key is one key, Escape alone another.
    window.terminal.type("\u{1B}[A\u{1B}[A")
    try window.expect("facebook> broadcast two three four five")
    window.terminal.type("\u{3}")
    try window.expect("facebook> broadcast two three four five", "facebook>")
    window.send("whoelse")
    try window.expect("The other users are:", "Columbia", "facebook>")
  }

  @Test func aHistoryThatCantBeKeptIsToldOnce() throws {
    try state.write("", to: "chatctl")
    let window = try Window(to: room.server, environment: ["XDG_STATE_HOME=\(state.path)"])
    try window.expect(">>")
    window.send("facebook")
    window.send("wastingtime")
    window.send("whoelse")
    try window.expect("There are no other users.", "facebook>")
    #expect(window.lines.filter { $0.hasPrefix("What you type here is not remembered") }.count == 1)
  }
}
