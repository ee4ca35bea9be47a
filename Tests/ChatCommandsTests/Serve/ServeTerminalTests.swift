import ChatTestSupport
import Glibc
import Testing

/// The operator's commands in the terminal where `chatctl serve` runs.
@Suite(.waiting) struct ServeTerminalTests {
  private let data: TemporaryDirectory
  private let window: Window

  init() throws {
    data = try TemporaryDirectory()
    window = try Window(
      ["serve", "0", "--listen", "127.0.0.1", "--password-cost", "4", "--data", data.path], with: data)
    // The last that it says of itself.
    try window.terminal.read("To stop: ")
  }

  @Test func itAsksTheSameQuestions() throws {
    window.terminal.type("change TIME_OUT\r")
    try window.expect(
      "[admin]Please enter your new TIME_OUT parameter: (in float format and it will represent how many seconds)", "")
    window.terminal.type("300\r")
    // The log's line comes behind the answer, at any time.
    try window.terminal.read("The TIME_OUT has been changed to 300.0")
    try window.terminal.read("set TIME_OUT 300")
    window.terminal.type("adduser bob\r")
    try window.expect("Please enter the new password of \"bob\":", "")
    #expect(!window.terminal.echoes)
    window.terminal.type("sesame\r")
    try window.expect("Please re-enter the new password of \"bob\":", "")
    #expect(!window.terminal.echoes)
    window.terminal.type("sesame\r")
    try window.terminal.read("\"bob\" was added.")
    try window.terminal.read(": adduser bob")
    #expect(window.terminal.echoes)
    window.terminal.type("deluser bob\r")
    try window.terminal.read("This deletes \"bob\" with all messages and files that wait for it. Go on?")
    window.terminal.type("no\r")
    try window.expect("Nothing was changed.", "")
    window.terminal.type("\rdeluser bob\r")
    try window.expect(
      "This deletes \"bob\" with all messages and files that wait for it. Go on? Enter \"yes\" or \"no\":", "")
    window.terminal.type("\r")
    try window.expect("", "Nothing was changed.", "")
    window.terminal.type("stop\r")
    #expect(try window.terminal.wait() == 0)
    #expect(!window.terminal.text.contains("sesame"))
  }

  @Test func controlCAtAPasswordLeavesTheEchoOn() throws {
    window.terminal.type("adduser bob\r")
    try window.expect("Please enter the new password of \"bob\":", "")
    #expect(!window.terminal.echoes)
    window.terminal.type("\u{3}")
    #expect(try window.terminal.wait() == 0)
    #expect(window.terminal.echoes)
  }

  @Test func controlCAtAPasswordOfOneCommandLeavesTheEchoOn() throws {
    let shell = try Window(["admin", "adduser", "bob", "--data", data.path], with: nil)
    try shell.expect("Please enter the new password of \"bob\":", "")
    #expect(!shell.terminal.echoes)
    shell.terminal.type("\u{3}")
    #expect(try shell.terminal.wait() == 128 + SIGINT)
    #expect(shell.terminal.echoes)
  }
}
