import ChatTestSupport
import Glibc
import Testing

/// `chatctl admin` alone on a terminal: what is on the screen, and what the keys do.
@Suite(.waiting) struct AdminConsoleTests {
  private let server: ServerProcess
  private let state: TemporaryDirectory
  private static let stopped =
    "chatctl: the server has stopped. Look at \"chatctl log tail\" for why, or start it with \"chatctl serve\"."

  init() throws {
    server = try ServerProcess(options: ["--resume-grace", "0"])
    state = try TemporaryDirectory()
  }

  private func console(options: [String] = []) throws -> Window {
    let window = try Window(console: server, state: state, options: options)
    try window.terminal.read("\"quit\" leaves.", within: ChildProcess.patience)
    try window.expect("[admin]")
    return window
  }

  /// Carries out one command from another shell.
  private func admin(_ words: String..., input: String = "") throws {
    let process = try ChildProcess(Executable.path, ["admin"] + words + ["--data", server.data.path])
    process.write(input)
    process.closeInput()
    try #require(try process.wait() == 0)
  }

  @Test func tabCompletesCommandsParametersAndOptions() throws {
    let window = try console()
    window.terminal.type("se\t")
    try window.expect("[admin] set")
    window.terminal.type("TI\t")
    try window.expect("[admin] set TIME_OUT")
    window.terminal.type("500 --r\t")
    try window.expect("[admin] set TIME_OUT 500 --runtime")
    window.send("")
    try window.expect(
      "TIME_OUT: 0.0 -> 500.0 seconds", "It holds until the server stops; para.txt is as it was.", "[admin]")
    window.terminal.type("chan\tti\t")
    try window.expect("[admin] change TIME_OUT")
  }

  @Test func tabCompletesTheNamesOfThoseWhoCanBeMeant() throws {
    try admin("adduser", "bertha", input: "secret-password\n")
    try admin("adduser", "carol", input: "secret-password\n")
    let bob = try server.member("bob")
    try server.visitor().failThreeTimes("carol")
    let window = try console()
    // Bertha is not online, so nobody else is meant.
    window.terminal.type("kick \t")
    try window.expect("[admin] kick bob")
    window.send("too loud")
    try bob.expect("You were put out by the administrator: too loud")
    try window.expect("\"bob\" was put out.", "[admin]")
    window.terminal.type("unbl\t\t\t")
    try window.expect("[admin] unblock carol 127.0.0.1")
    window.send("")
    try window.expect("\"carol\" can log in again.", "[admin]")
    window.terminal.type("passwd b\t\t")
    // Both of them, who are not online.
    try window.expect("bertha  bob", "[admin] passwd b")
    window.terminal.type("e\t")
    try window.expect("[admin] passwd bertha")
  }

  @Test func theHistoryIsThereInTheNextRun() throws {
    let first = try console()
    first.send("get MaxCon")
    try first.expect("MaxCon: 1000", "[admin]")
    first.send("onlin")
    try first.terminal.read("There is no command \"onlin\".")
    try first.expect("[admin]")
    first.send("quit")
    #expect(try first.terminal.wait() == 0)
    var status = stat()
    #expect(stat(state.path(of: "chatctl/admin_history"), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    let second = try console()
    second.terminal.type("\u{1B}[A")
    try second.expect("[admin] onlin")
    second.terminal.type("e\r")
    try second.expect("Nobody is online.", "[admin]")
    second.terminal.type("\u{1B}[A\u{1B}[A\u{1B}[A")
    try second.expect("[admin] get MaxCon")
    #expect(try state.text(of: "chatctl/admin_history") == "get MaxCon\nonlin\nonline\n")
  }

  @Test func passwordsAreNeitherShownNorRemembered() throws {
    let window = try console()
    window.send("adduser bob")
    try window.expect("Please enter the new password of \"bob\":")
    window.send("sesame, open")
    try window.expect("Please re-enter the new password of \"bob\":")
    window.send("sesame, open")
    try window.expect("\"bob\" was added.", "[admin]")
    window.send("passwd bob")
    try window.expect("Please enter the new password of \"bob\":")
    window.send("sesame, open")
    try window.expect("Please re-enter the new password of \"bob\":")
    window.send("sesame, opn")
    try window.expect("The two passwords are not the same. Nothing was changed.", "[admin]")
    #expect(!window.terminal.text.contains("sesame"))
    // One that was typed where it does not belong stands on the screen, but nowhere else.
    window.send("passwd bob tulip")
    try window.expect("Please type it like this: passwd USER", "[admin]")
    window.terminal.type("\u{1B}[A")
    try window.expect("[admin] passwd bob")
    #expect(try state.text(of: "chatctl/admin_history") == "adduser bob\npasswd bob\n")
    let bob = try server.client()
    bob.write("bob\nsesame, open\n")
    try bob.expect("Welcome to the Chatting room user \"bob\"!")
  }

  @Test func theServersQuestionsAreThePrompt() throws {
    let question =
      "This deletes \"bob\" with all messages and files that wait for it. Go on? Enter \"yes\" or \"no\":"
    try admin("adduser", "bob", input: "secret-password\n")
    let window = try console()
    window.send("change TIME_OUT")
    try window.expect(
      "[admin]Please enter your new TIME_OUT parameter: (in float format and it will represent how many seconds)")
    window.send("300")
    try window.expect("The TIME_OUT has been changed to 300.0", "[admin]")
    window.send("deluser bob")
    try window.expect(question)
    window.send("no")
    try window.expect("Nothing was changed.", "[admin]")
    window.send("deluser bob")
    try window.expect(question)
    window.terminal.type("\u{3}")
    try window.expect("Nothing was changed.", "[admin]")
    window.send("deluser bob")
    try window.expect(question)
    window.send("yes")
    try window.expect("\"bob\" was deleted.", "[admin]")
  }

  @Test func whatGoesBackByItselfIsKeptByAnotherLine() throws {
    let window = try console()
    window.send("set MaxCon 7 --confirm-within 5m")
    try window.expect("It goes back in 300.0 seconds unless \"confirm\" comes before that.", "[admin]")
    window.send("confirm")
    try window.expect("MaxCon: 1000 -> 7", "[admin]")
    #expect(try server.data.text(of: "para.txt").contains("MaxCon 7\n"))
  }

  @Test func aRefusedCommandTellsTheNearestAndTheConsoleGoesOn() throws {
    let window = try console()
    window.send("statsu")
    try window.expect(
      "There is no command \"statsu\". The nearest one is \"status\"; type \"help\" to see all of them.", "[admin]")
    window.send("set MaxCon many")
    try window.expect(
      "MaxCon can't be \"many\": it takes a whole number from 0 to 1000000 (0 lets nobody in). Nothing was changed.",
      "[admin]")
    window.send("")
    window.send("help set")
    try window.terminal.read("changes a parameter or setting")
    try window.expect("[admin]")
    window.send("help")
    try window.terminal.read("leaves; the server goes on.")
    window.send("exit")
    #expect(try window.terminal.wait() == 0)
    #expect(window.terminal.echoes)
  }

  @Test func controlCDropsTheLineAndControlDLeaves() throws {
    let window = try console()
    window.terminal.type("stop")
    try window.expect("[admin] stop")
    window.terminal.type("\u{3}")
    try window.expect("[admin] stop", "[admin]")
    window.terminal.type("\u{3}")
    try window.expect("Type \"quit\" or press Ctrl+D to leave; the server goes on.", "[admin]")
    window.terminal.type("\u{4}")
    #expect(try window.terminal.wait() == 0)
    #expect(window.terminal.echoes)
    try admin("status")
  }

  @Test func theServersStopEndsAHalfTypedLine() throws {
    let window = try console()
    window.terminal.type("announce half of a sen")
    try window.expect("[admin] announce half of a sen")
    server.process.signal(SIGINT)
    #expect(try window.terminal.wait() == 69)
    #expect(window.lines.suffix(2).elementsEqual([Self.stopped, ""]))
    #expect(window.terminal.echoes)
  }

  @Test func theConsolesOwnStopShowsTheSequence() throws {
    let window = try console()
    window.send("stop")
    #expect(try window.terminal.wait() == 0)
    #expect(
      window.lines.contains("The server is being stopped via administrator operation.")
        && window.lines.contains("The server has stopped! Bye!"))
    #expect(try server.process.wait() == 0)
  }

  @Test func aServerThatHangsHoldsUpNobody() throws {
    let bob = try server.member("bob")
    let window = try console()
    server.process.signal(SIGSTOP)
    defer { server.process.signal(SIGCONT) }
    // No name comes, and no line is garbled.
    window.terminal.type("kick \tb")
    try window.expect("[admin] kick b")
    window.send("ob")
    try window.expect("[admin] kick bob", "")
    window.terminal.type("\u{3}")
    #expect(try window.terminal.wait() == 75)
    #expect(window.terminal.text.contains("chatctl: you left before the server had answered."))
    withExtendedLifetime(bob) {}
  }

  @Test func jsonKeepsToJSONLines() throws {
    let window = try Window(console: server, state: state, options: ["--json"])
    window.terminal.type("get MaxCon\n")
    try window.terminal.read("{\"MaxCon\":\"1000\"}\r\n")
    window.terminal.type("\u{4}")
    #expect(try window.terminal.wait() == 0)
    #expect(window.lines == ["get MaxCon", "{\"MaxCon\":\"1000\"}", ""])
  }

  @Test func withoutAServerTheNextStepIsTold() throws {
    try server.process.crash()
    let window = try Window(console: server, state: state)
    #expect(try window.terminal.wait() == 69)
    #expect(window.terminal.text.contains("no server runs on the data directory"))
  }

  @Test func aHistoryThatCantBeKeptIsTold() throws {
    try state.write("", to: "chatctl")
    let window = try console()
    #expect(
      window.lines.contains { $0.hasPrefix("What you type here is not remembered for the next time: can't open") })
    window.send("get MaxCon")
    try window.expect("MaxCon: 1000", "[admin]")
  }
}
