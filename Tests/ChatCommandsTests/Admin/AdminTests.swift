import ChatTestSupport
import Glibc
import Testing

/// The operator's commands from a second process, against a real server.
@Suite(.waiting) struct AdminTests {
  let server: ServerProcess

  init() throws {
    server = try ServerProcess(options: ["--resume-grace", "0"])
  }

  @Test func parametersAreShownAndSetAndSaved() throws {
    #expect(
      try server.admin("get").output.hasPrefix(
        "MaxCon: 1000\nBLOCK_TIME: 60.0 seconds\nLAST_HOUR: 3600.0 seconds\nTIME_OUT: 0.0 seconds\nport: "))
    #expect(try server.admin("set", "TIME_OUT", "500").output == "TIME_OUT: 0.0 -> 500.0 seconds\n")
    #expect(try server.data.text(of: "para.txt").contains("TIME_OUT 500.0\n"))
    #expect(try server.admin("set", "MaxCon", "4", "--runtime").code == 0)
    #expect(try server.data.text(of: "para.txt").contains("MaxCon 1000\n"))
    #expect(try server.admin("get", "MaxCon", "--json").output == "{\"MaxCon\":\"4\"}\n")
  }

  @Test func aScriptStopsAtTheFirstRefusalUnlessToldToGoOn() throws {
    let script = "set MaxCon many\nset MaxCon 7\n"
    #expect(try server.admin(input: script).code == 65)
    #expect(try server.admin("get", "MaxCon").output == "MaxCon: 1000\n")
    #expect(try server.admin("--keep-going", input: script).code == 65)
    #expect(try server.admin("get", "MaxCon").output == "MaxCon: 7\n")
  }

  @Test func blanksMakeNoOtherCommand() throws {
    for words in [["invite", ""], ["ban", "bob", "see the rules --for 1s"], ["ban", "--address", "", "spam"]] {
      let process = try ChildProcess(Executable.path, ["admin"] + words + ["--data", server.data.path])
      #expect(try process.wait() == EX_USAGE && process.output.isEmpty)
      #expect(process.errors.hasSuffix(" Nothing was done.\n"), "\(process.errors)")
    }
    #expect(try server.admin("announce", "say --for 1s").code == 0)
    #expect(try server.admin("set MaxCon 7 --runtime").code == 0)
  }

  @Test func whatTheNextStartCouldNotListenOnIsRefused() throws {
    let data = try TemporaryDirectory()
    try data.write("port = 0\nlisten = 127.0.0.1\n", to: "serve.conf")
    let process = try ChildProcess(Executable.path, ["serve", "--data", data.path])
    try process.expect("Server is listening for connections now... 127.0.0.1:")
    func set(_ setting: String, _ value: String) throws -> ChildProcess {
      let process = try ChildProcess(Executable.path, ["admin", "set", setting, value, "--data", data.path])
      try process.wait()
      return process
    }
    let taken = try set("port", "\(server.port)")
    #expect(taken.errors.contains("the port is in use"), "\(taken.errors)")
    #expect(try set("listen", "192.0.2.7").errors.contains("this machine does not have that address"))
    #expect(try set("listen", "nowhere").errors.contains("\"nowhere\" is no address"))
    #expect(try data.text(of: "serve.conf") == "port = 0\nlisten = 127.0.0.1\n")
    #expect(try set("listen", "127.0.0.2").wait() == 0)
    try process.crash()
    // Whoever wrote it there is told where.
    try data.write("port = \(server.port)\nlisten = 127.0.0.1\n", to: "serve.conf")
    let next = try ChildProcess(Executable.path, ["serve", "--data", data.path])
    #expect(try next.wait() == EX_UNAVAILABLE)
    #expect(next.errors.contains("It stands in \(data.path)/serve.conf"), "\(next.errors)")
  }

  @Test func whatNobodyConfirmsIsLoggedWhenItGoesBack() throws {
    _ = try server.admin("set", "MaxCon", "4", "--confirm-within", "0.2s")
    try WirePoll([], server: server).drive(until: "it is logged") {
      try server.logged("reload").contains { $0.contains("MaxCon: 4 -> 1000, as nobody confirmed it") }
    }
  }

  @Test func whoIsConcernedIsTold() throws {
    let bob = try server.member("bob")
    #expect(try server.admin("announce", "cake", "at", "five").code == 0)
    try bob.expect("System(broadcast): cake at five")
    #expect(try server.admin("kick", "bob", "too", "loud").code == 0)
    try bob.expect("You were put out by the administrator: too loud")
    #expect(try bob.wait() == 1)
    #expect(try server.admin("kick", "bob").code == 1)
    #expect(try server.admin("kick", "bo").errors.contains("The nearest name is \"bob\""))
  }

  @Test func anAnnouncementIsToldWholeOrNotAtAll() throws {
    let bob = try server.member("bob")
    let most = String(repeating: "x", count: 32_768)
    let answer = try server.admin("announce", most + "y")
    #expect(answer.code == 65)
    #expect(answer.errors == "chatctl: The announcement is longer than 32768 bytes. Nobody was told.\n")
    #expect(try server.admin("announce", most).code == 0)
    try bob.expect(most)
    #expect(!bob.output.contains("xy"))
  }

  @Test func accountsComeAndGo() throws {
    #expect(try server.admin("adduser", "alice", input: "wonderland\n").code == 0)
    #expect(try server.admin("users").output.hasPrefix("alice: created "))
    #expect(try server.admin("users", "--names").output == "alice\n")
    #expect(try server.admin("users", "--name").code == 64)
    let alice = try server.client()
    alice.write("alice\nwonderland\n")
    try alice.expect("Welcome to the Chatting room user \"alice\"!")
    #expect(try server.admin("passwd", "alice", input: "looking-glass\n").code == 0)
    try alice.expect("The administrator has given you a new password.")
    #expect(try server.admin("deluser", "alice").code == 64)
    #expect(try server.admin("deluser", "alice", "--yes").code == 0)
    try alice.expect("Your account was deleted by the administrator.")
    #expect(try alice.wait() == 1)
    #expect(try server.admin("users").output == "There are no accounts.\n")
  }

  @Test func aLoweredTimeOutHoldsForThoseWhoAreThere() throws {
    let bob = try server.member("bob")
    #expect(try server.admin("set", "TIME_OUT", "0.001").code == 0)
    try bob.expect("Time out for 0.001 seconds.")
    #expect(try bob.wait() == 1)
  }

  @Test func aBlockIsSeenAndEnded() throws {
    #expect(try server.admin("adduser", "bob", input: "secret-password\n").code == 0)
    let guest = try server.visitor()
    try guest.failThreeTimes("bob")
    #expect(try server.admin("blocked").output.hasPrefix("bob on 127.0.0.1 at "))
    #expect(try server.admin("unblock", "bob").code == 0)
    #expect(try server.admin("blocked").output == "Nobody is blocked.\n")
    try guest.expectAnswer(to: "bob", ["Please enter your password:"])
    guest.send("secret-password")
    try guest.terminal.read("Welcome to the Chatting room user \"bob\"!")
  }

  @Test func anEditedFileWorksAtOnceAndABadLineIsTold() throws {
    try server.data.replace("para.txt", with: "MaxCon 5\nBLOCK_TIME 1.5\n")
    try server.process.expect("para.txt: MaxCon: 1000 -> 5")
    #expect(try server.admin("get", "BLOCK_TIME").output == "BLOCK_TIME: 1.5 seconds\n")
    try server.data.replace("para.txt", with: "MaxCon 5\nBLOCK_TIME soon\n")
    try server.process.expect("para.txt:2: BLOCK_TIME can't be \"soon\"")
    try server.process.expect("The old values stay.")
    #expect(try server.admin("get", "BLOCK_TIME").output == "BLOCK_TIME: 1.5 seconds\n")
  }

  @Test func stopPrintsItsSequenceInBothShells() throws {
    let answer = try server.admin("stop")
    #expect(answer.code == 0)
    #expect(try server.process.wait() == 0)
    for line in ["[backup]list_block has been stored.", "The server is being stopped via administrator operation."] {
      #expect(answer.output.contains(line))
      #expect(server.process.output.contains(line))
    }
    let log = try server.data.names(in: "logs").first ?? ""
    let lines = try server.data.text(of: "logs/\(log)").split(separator: "\n")
    #expect(lines.contains { $0.contains("\"event\":\"admin\",\"uid\":") && $0.contains("\"command\":\"stop\"") })
  }
}
