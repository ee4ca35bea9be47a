import ChatCore
import ChatSystem
import ChatTestSupport
import Glibc
import Testing

/// A real server that has passwords checked by a program, which is a small script here.
@Suite(.waiting) struct CheckPasswordTests {
  private let place: TemporaryDirectory
  private var hook: String { place.path(of: "hook") }

  init() throws {
    place = try TemporaryDirectory()
    try place.write(
      """
      #!/bin/sh
      cd \(place.path)
      read -r name; IFS= read -r password
      echo "$name" >> asked
      case $password in
        right) exit 0 ;;
        oddity) echo "no word from ldap about $password" >&2; exit 2 ;;
        slow) echo $$ > slow.new; mv slow.new slow; exec sleep 600 ;;
        many) sleep 600 & echo $! > slow.new; mv slow.new slow; wait ;;
        *) exit 1 ;;
      esac

      """, to: "hook")
    chmod(hook, 0o700)
  }

  private func connected(to server: ServerProcess) throws -> WireClient {
    let client = WireClient()
    try client.connect(port: server.port)
    return client
  }

  private func logIn(_ name: String, _ password: String, on server: ServerProcess) throws -> Reply {
    try connected(to: server).ask(.logIn(name: name, password: password))
  }

  private func awaitLog(_ reason: String, of server: ServerProcess) throws {
    try WirePoll([], server: server).drive(until: "\"\(reason)\" is logged") {
      try server.logged("log-in-refused").contains { $0.contains("\"reason\":\"not-checked\"") && $0.contains(reason) }
    }
  }

  private func awaitSlow(_ client: WireClient) throws -> Int32 {
    try client.wait(until: "the script runs") { access(place.path(of: "slow"), F_OK) == 0 }
    return try #require(Int32(try place.text(of: "slow").dropLast()))
  }

  @Test func itIsAskedFromTheMomentItIsSet() throws {
    let server = try ServerProcess()
    let registering = try connected(to: server)
    try registering.register("alice", password: "of old")
    #expect(try server.admin("set", "check-password", hook).output == "check-password: none -> \(hook)\n")
    #expect(try logIn("ALICE", "of old", on: server) == .refused(.wrongPassword(triesLeft: 2)))
    #expect(try logIn("alice", "oddity", on: server) == .refused(.passwordNotChecked))
    #expect(try logIn("bob", "right", on: server) == .refused(.unknownName))
    #expect(try place.text(of: "asked") == "alice\nalice\n")
    try awaitLog("ended with exit code 2: no word from ldap about …", of: server)
    #expect(try registering.ask(.register(name: "bob", password: "x")) == .refused(.credentialsWrong))
    #expect(try registering.ask(.register(name: "bob", password: "right")) == .registered(name: "bob"))
    let bob = try connected(to: server)
    #expect(try bob.ask(.logIn(name: "bob", password: "right")) == .welcome(name: "bob"))
    #expect(
      try bob.ask(.changePassword(old: "right", new: "another one")) == .refused(.passwordKeptElsewhere))
    let refused = try server.admin("passwd", "bob", input: "another one\nanother one\n")
    #expect(refused.code == 1 && refused.errors.contains("Passwords are kept elsewhere"), "\(refused)")
    #expect(try server.admin("set", "check-password", "none").code == 0)
    #expect(try logIn("alice", "of old", on: server) == .welcome(name: "alice"))
    let log = try server.data.names(in: "logs").map { try server.data.text(of: "logs/\($0)") }.joined()
    for secret in ["of old", "oddity", "right", "another one"] { #expect(!log.contains(secret)) }
  }

  @Test func aNewcomerTypesNameAndPasswordAndIsIn() throws {
    let server = try ServerProcess(options: ["--check-password", hook, "--check-password-creates"])
    let person = try server.visitor()
    try person.expectAnswer(to: "carol", ["Please enter your password:"])
    try person.expectAnswer(
      to: "wrong", isHidden: true,
      [
        "Error! The name or the password is wrong: this server takes those that you have been given elsewhere. "
          + "Please try again!", "Please enter your username:",
      ])
    try person.expectAnswer(to: "carol", ["Please enter your password:"])
    person.send("right")
    try person.expect("Welcome to the Chatting room user \"carol\"! Now you have successfully logged in!", "carol>")
    #expect(try server.admin("users", "--names").output == "carol\n")
    try server.process.crash()
    let next = try ServerProcess(data: server.data, options: ["--check-password", hook])
    #expect(try logIn("carol", "right", on: next) == .welcome(name: "carol"))
  }

  @Test func threeWrongOnesBlock() throws {
    let server = try ServerProcess(options: ["--check-password", hook])
    try connected(to: server).register("alice", password: "right")
    let client = try connected(to: server)
    for triesLeft in [2, 1] {
      #expect(
        try client.ask(.logIn(name: "alice", password: "x")) == .refused(.wrongPassword(triesLeft: triesLeft)))
    }
    #expect(try client.ask(.logIn(name: "alice", password: "x")) == .refused(.nowBlocked(seconds: 60)))
    guard case .refused(.stillBlocked) = try logIn("alice", "right", on: server) else {
      throw ChildProcess.Mismatch(description: "the block does not hold")
    }
  }

  @Test func oneThatIsTooSlowIsKilled() throws {
    let server = try ServerProcess(options: ["--check-password", hook, "--check-password-time", "0.2"])
    try connected(to: server).register("alice", password: "right")
    let client = try connected(to: server)
    let number = client.request(.logIn(name: "alice", password: "slow"))
    let process = try awaitSlow(client)
    #expect(try client.answer(to: number) == .refused(.passwordNotChecked))
    #expect(kill(process, 0) != 0 && errno == ESRCH)
    try awaitLog("took longer than 0.2s", of: server)
    #expect(try client.ask(.logIn(name: "alice", password: "right")) == .welcome(name: "alice"))
  }

  @Test(arguments: ["slow", "many"]) func aServerThatStopsEndsWhatItAsks(password: String) throws {
    let server = try ServerProcess(options: ["--check-password", hook])
    try connected(to: server).register("alice", password: "right")
    let client = try connected(to: server)
    _ = client.request(.logIn(name: "alice", password: password))
    let process = try awaitSlow(client)
    defer { kill(process, SIGKILL) }
    server.process.signal(SIGTERM)
    #expect(try server.process.wait() == 0)
    let deadline = Deadline(seconds: ChildProcess.patience)
    while isAlive(process), !deadline.isOver { _ = poll(nil, 0, 5) }
    #expect(!isAlive(process))
  }

  /// A killed process that nobody has reaped yet is none any more.
  private func isAlive(_ process: Int32) -> Bool {
    guard let status = try? String(decoding: FileBytes.read("/proc/\(process)/stat") ?? [], as: UTF8.self) else {
      return false
    }
    return !status.isEmpty && !status.contains(") Z ")
  }

  /// The program has none of the server's descriptors: nothing of what it holds keeps the next server from starting.
  @Test func aServerThatIsKilledMeanwhileStartsAnew() throws {
    let server = try ServerProcess(options: ["--check-password", hook])
    try connected(to: server).register("alice", password: "right")
    let client = try connected(to: server)
    _ = client.request(.logIn(name: "alice", password: "slow"))
    let process = try awaitSlow(client)
    defer { kill(process, SIGKILL) }
    try server.process.crash()
    #expect(kill(process, 0) == 0)
    let next = try ServerProcess(data: server.data, options: ["--check-password", hook], port: server.port)
    #expect(try logIn("alice", "right", on: next) == .welcome(name: "alice"))
  }

  @Test func whatIsNoProgramIsNotTaken() throws {
    let server = try ServerProcess()
    let reason = "can't run /none: No such file or directory"
    let missing = try server.admin("set", "check-password", "/none -x")
    #expect(missing.code == 1 && missing.errors.contains("\(reason). Nothing was changed."), "\(missing)")
    let relative = try server.admin("set", "check-password", "true")
    #expect(relative.code == 65 && relative.errors.contains("it takes the absolute path of a program"))
    let data = try TemporaryDirectory()
    let start = try ChildProcess(
      Executable.path,
      ["serve", "0", "--listen", "127.0.0.1", "--data", data.path, "--check-password", "/none"])
    #expect(try start.wait() != 0)
    #expect(start.errors.contains(reason))
  }
}
