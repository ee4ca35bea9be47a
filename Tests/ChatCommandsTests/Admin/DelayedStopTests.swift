import ChatTestSupport
import Glibc
import Testing

/// A stop that is put off: it is waited for, called off, and replaced.
@Suite(.waiting) struct DelayedStopTests {
  private let server: ServerProcess

  init() throws {
    server = try ServerProcess()
  }

  private func start(_ words: String...) throws -> ChildProcess {
    let process = try ChildProcess(Executable.path, ["admin"] + words + ["--data", server.data.path])
    try process.expect("The server is going to stop in ")
    return process
  }

  @Test func itIsCalledOffAndAllAreTold() throws {
    let ann = try server.member("ann")
    #expect(try server.admin("status", "--json").output.contains("\"stops_at\":null"))
    let waiting = try start("stop", "--in", "1h")
    try ann.expect("The server is going to stop in 3600.0 seconds.")
    #expect(try server.admin("status").output.contains("stops at "))
    #expect(try server.admin("status", "--json").output.contains("\"stops_at\":\"2"))
    let answer = try server.admin("stop", "--cancel")
    #expect(answer.output == "The stop is called off, and everybody online was told.\n")
    #expect(try waiting.wait() == 0)
    #expect(waiting.output.hasSuffix("\nThe stop was called off; the server goes on.\n"))
    try ann.expect("The server is not going to stop: it goes on.")
    #expect(try !server.admin("status").output.contains("stops at "))
    let none = try server.admin("stop", "--cancel")
    #expect(none.code == 1 && none.errors == "chatctl: No stop is waited for.\n")
  }

  @Test func aNewOneTakesItsPlace() throws {
    let first = try start("stop", "--in", "1h", "--json")
    let second = try start("stop", "--in", "2h")
    #expect(try first.wait() == 0)
    #expect(
      first.output.hasSuffix("{\"done\":false,\"text\":\"Another stop has taken the place of this one.\"}\n"),
      "\(first.output)")
    let third = try start("stop", "--in", "0.2s")
    #expect(try second.wait() == 0 && third.wait() == 0)
    #expect(try server.process.wait() == 0)
    #expect(third.output.contains("The server has stopped! Bye!"))
  }

  @Test func whoWaitsForALaterOneIsToldThatItComesNow() throws {
    let waiting = try start("stop", "--in", "1h")
    server.process.signal(SIGTERM)
    #expect(try server.process.wait() == 0)
    #expect(try waiting.wait() == 0)
    #expect(waiting.output.contains("The server has stopped! Bye!"), "\(waiting.output)")
  }

  @Test func theServersOwnConsoleGoesOn() throws {
    server.process.send("stop --in 1h")
    try server.process.expect("The server is going to stop in 3600.0 seconds.")
    server.process.send("get MaxCon")
    try server.process.expect("MaxCon: 1000")
    server.process.send("stop --cancel")
    try server.process.expect("The stop is called off, and everybody online was told.")
  }
}
