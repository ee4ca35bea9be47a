import ChatTestSupport
import Testing

/// The operator's commands on the standard input of `chatctl serve`.
@Suite(.waiting) struct ServeConsoleTests {
  @Test func itTakesTheOriginalsWords() throws {
    let server = try ServerProcess()
    server.process.write("change TIME_OUT\n500\nTIME_OUT\nset MaxCon many\n")
    try server.process.expect(
      "[admin]Please enter your new TIME_OUT parameter: (in float format and it will represent how many seconds)")
    try server.process.expect("The TIME_OUT has been changed to 500.0")
    try server.process.expect("[admin]The present TIME_OUT is:\n500.0 seconds")
    try server.process.expect("MaxCon can't be \"many\"")
  }

  @Test func remarksAreSkippedAndAnEmptyAnswerIsOne() throws {
    let server = try ServerProcess()
    server.process.write("\n# a remark\n  \nchange TIME_OUT\n\n\nonline\n")
    try server.process.expect("(in float format and it will represent how many seconds)\n")
    try server.process.expect("TIME_OUT can't be \"\": it takes decimal seconds from 0")
    try server.process.expect("Nobody is online.")
    #expect(!server.process.hasSaid("There is no command"))
    #expect(!server.process.hasSaid("Nothing was typed"))
  }

  @Test func stopEndsItAndTheEndOfInputDoesNot() throws {
    let silent = try ServerProcess()
    silent.process.closeInput()
    let bob = try silent.member("bob")
    bob.send("logout")
    #expect(try bob.wait() == 0)

    let server = try ServerProcess()
    server.process.send("stop")
    #expect(try server.process.wait() == 0)
    let said = Occurrences.count(of: "The server has stopped! Bye!", in: server.process.output)
    #expect(said == 1)
  }

  @Test func itCanBeTurnedOff() throws {
    let server = try ServerProcess(options: ["--no-console"])
    server.process.send("stop")
    let bob = try server.member("bob")
    bob.send("logout")
    #expect(try bob.wait() == 0)
    server.process.signal(15)
    #expect(try server.process.wait() == 0)
    #expect(server.process.output.contains("via signal SIGTERM"))
  }
}
