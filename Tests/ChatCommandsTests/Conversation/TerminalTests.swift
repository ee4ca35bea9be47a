import ChatTestSupport
import Glibc
import Testing

/// The conversation in terminal windows: what is on the screens, and what the keys do.
@Suite(.waiting) struct TerminalTests {
  private static let farewell = "You are leaving the chatting room! See you again!"

  @Test func theSessionOfTheOriginalOnScreens() throws {
    let server = try SampleRoom().server
    let facebook = try Window(to: server)
    try facebook.logIn("facebook")
    let columbia = try Window(to: server)
    try columbia.logIn("Columbia")
    try facebook.expect("System(broadcast): \"Columbia\" has just logged in.", "facebook>")
    facebook.send("whoelse")
    try facebook.expect("The other users are:", "Columbia", "facebook>")
    facebook.send("broadcast It's me facebook ~")
    try facebook.expect("facebook(broadcast): It's me facebook ~", "facebook>")
    facebook.send("message Columbia I want to try private message~")
    try columbia.expect(
      "facebook(broadcast): It's me facebook ~", "facebook(private): I want to try private message~", "Columbia>")
    facebook.send("message csee4119 I want to try off-line message~")
    try facebook.expect(
      "The user \"csee4119\" is unfortunately not online. But the server has stored your message.", "facebook>")
    facebook.send("block Columbia")
    try facebook.expect("You have successfully blocked Columbia from sending you messages.", "facebook>")
    facebook.send("unblock Columbia")
    try facebook.expect("You have successfully unblocked Columbia", "facebook>")
    facebook.send("logout")
    #expect(try facebook.terminal.wait() == 0)
    try columbia.expect("System(broadcast): \"facebook\" has just logged out.", "Columbia>")
    #expect(
      facebook.lines == [
        "Now you are trying to connect to the Chatting room! You should log in first. Type required information and hit "
          + "enter!",
        "Please enter your username: (or you can \"quit\" or \"register\" or \"de-register\" by those commands)",
        ">> facebook",
        "Please enter your password:",
        ">>",
        "Welcome to the Chatting room user \"facebook\"! Now you have successfully logged in!",
        "System(broadcast): \"Columbia\" has just logged in.",
        "facebook> whoelse",
        "The other users are:",
        "Columbia",
        "facebook> broadcast It's me facebook ~",
        "facebook(broadcast): It's me facebook ~",
        "facebook> message Columbia I want to try private message~",
        "facebook> message csee4119 I want to try off-line message~",
        "The user \"csee4119\" is unfortunately not online. But the server has stored your message.",
        "facebook> block Columbia",
        "You have successfully blocked Columbia from sending you messages.",
        "facebook> unblock Columbia",
        "You have successfully unblocked Columbia",
        "facebook> logout",
        "You have logged out! See you again!",
        "",
      ])
  }

  @Test func passwordsAreNeverShown() throws {
    let server = try SampleRoom().server
    let window = try Window(to: server)
    try window.expect(">>")
    window.send("register")
    try window.expect("Please enter your new user name:", ">>")
    window.send("shuo")
    try window.expect("Please enter your new password:", ">>")
    window.send("sesame, open")
    try window.expect("Please re-enter your password:", ">>")
    window.send("sesame, open")
    try window.expect(Greeting.start, ">>")
    window.send("shuo")
    try window.expect("Please enter your password:", ">>")
    window.send("sesame, open")
    try window.expect("shuo>")
    // Nor is it in the history: the key for the line before brings nothing.
    window.terminal.type("\u{1B}[Ax")
    try window.expect("shuo> x")
    #expect(!window.terminal.text.contains("sesame"))
  }

  @Test(arguments: [120, 30])
  func whatComesInStandsAboveHalfTypedText(columns: Int) throws {
    let room = try SampleRoom()
    let facebook = try Window(to: room.server, columns: columns)
    try facebook.expect(">>")
    facebook.send("facebook")
    facebook.send("wastingtime")
    try facebook.expect("facebook>")
    facebook.terminal.type("message Columbia half of a long sentence")
    let columbia = try room.member("Columbia")
    let typed = "facebook> message Columbia half of a long sentence"
    let wrapped = columns > typed.count ? [typed] : [String(typed.prefix(30)), String(typed.dropFirst(30))]
    let news = "System(broadcast): \"Columbia\" has just logged in."
    let wrappedNews = columns > news.count ? [news] : ["System(broadcast): \"Columbia\"", "has just logged in."]
    try facebook.terminal.read(
      until: { text in
        TerminalScreen(columns: columns, showing: text).lines.suffix(4).contains {
          $0.hasSuffix(String(news.suffix(9)))
        }
          && TerminalScreen(columns: columns, showing: text).lines.last == wrapped.last
      }, within: ChildProcess.patience)
    #expect(facebook.lines.suffix(wrapped.count + wrappedNews.count).elementsEqual(wrappedNews + wrapped))
    facebook.send(", and its end")
    try columbia.expectLines("facebook(private): half of a long sentence, and its end")
  }

  @Test func controlCClearsWhatIsTypedAndThenLeaves() throws {
    let room = try SampleRoom()
    let columbia = try room.member("Columbia")
    let window = try Window(to: room.server)
    try window.logIn("facebook")
    try columbia.expectLines("System(broadcast): \"facebook\" has just logged in.")
    window.terminal.type("broadcast not meant")
    try window.expect("facebook> broadcast not meant")
    window.terminal.type("\u{3}")
    try window.terminal.read(
      until: { TerminalScreen(columns: 120, showing: $0).lines.last == "facebook>" }, within: ChildProcess.patience)
    window.send("broadcast meant")
    try columbia.expectLines("facebook(broadcast): meant")
    try window.expect("facebook(broadcast): meant", "facebook>")
    window.terminal.type("\u{3}")
    #expect(try window.terminal.wait() == 0)
    #expect(window.lines.suffix(2).elementsEqual([Self.farewell, ""]))
    try columbia.expectLines("System(broadcast): \"facebook\" has just logged out.")
  }

  @Test(arguments: ["\u{3}", "\u{4}"])
  func controlCAndControlDLeaveAtTheFirstPrompt(_ key: String) throws {
    let window = try Window(to: ServerProcess())
    try window.expect(">>")
    window.terminal.type(key)
    #expect(try window.terminal.wait() == 0)
    #expect(window.lines.suffix(2).elementsEqual([Self.farewell, ""]))
    #expect(window.terminal.echoes)
  }

  @Test func controlCAtThePasswordLeavesWithTheEchoOn() throws {
    let window = try Window(to: SampleRoom().server)
    try window.expect(">>")
    window.send("facebook")
    try window.expect("Please enter your password:", ">>")
    window.terminal.type("\u{3}")
    #expect(try window.terminal.wait() == 0)
    #expect(window.terminal.echoes)
  }

  @Test func controlDLeaves() throws {
    let room = try SampleRoom()
    let columbia = try room.member("Columbia")
    let window = try Window(to: room.server)
    try window.logIn("facebook")
    window.terminal.type("\u{4}")
    #expect(try window.terminal.wait() == 0)
    #expect(window.lines.suffix(2).elementsEqual([Self.farewell, ""]))
    try columbia.expectLines(
      "System(broadcast): \"facebook\" has just logged in.", "System(broadcast): \"facebook\" has just logged out.")
  }

  @Test func aClosedWindowIsToldToTheOthersAtOnce() throws {
    let room = try SampleRoom()
    let columbia = try room.member("Columbia")
    let window = try Window(to: room.server)
    try window.logIn("facebook")
    try columbia.expectLines("System(broadcast): \"facebook\" has just logged in.")
    window.terminal.closeWindow()
    // The server would wait for 30 seconds if this had not been announced.
    try columbia.expect("System(broadcast): \"facebook\" has just logged out.\n", within: 15)
    // The terminal is gone; whether the signal or a failed write says so first is up to the system.
    let code = try window.terminal.wait()
    #expect(code == 0 || code == 74)
  }

  @Test func theServersEndGivesTheTerminalBack() throws {
    let room = try SampleRoom()
    let window = try Window(to: room.server)
    try window.logIn("facebook")
    window.terminal.type("half-typ")
    try window.expect("facebook> half-typ")
    room.server.process.signal(SIGINT)
    #expect(try window.terminal.wait() == 1)
    #expect(
      window.lines.suffix(2).elementsEqual([
        "The server is going to stop. You will log out from the server automatically.", "",
      ]))
    #expect(window.terminal.echoes)
  }

  @Test func aKilledServerGivesTheTerminalBack() throws {
    let server = try ServerProcess()
    let window = try Window(to: server)
    try window.expect(">>")
    server.process.signal(SIGKILL)
    #expect(try window.terminal.wait() == 69)
    #expect(
      window.lines.suffix(2).elementsEqual([
        "The connection to the server is lost. Please check that the server runs, and connect again!", "",
      ]))
    #expect(window.terminal.echoes)
  }
}
