import ChatTestSupport
import Glibc
import Testing

/// The command `password`, and passwords whose hashes have become too cheap.
@Suite(.waiting) struct PasswordTests {
  private static let ask = "Please enter your present password:"
  private static let again = "Please re-enter your password:"

  @Test func theNewPasswordHoldsAfterARestartToo() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice", password: "the first one")
    try alice.expectAnswer(to: "password", [Self.ask])
    try alice.expectAnswer(to: "the first one", ["Please enter your new password:"])
    try alice.expectAnswer(to: "the second one", [Self.again])
    try alice.expectAnswer(to: "the second one", ["You have successfully changed your password."])
    try alice.expectAnswer(to: "whoelse", ["There are no other users."])
    try server.awaitLog(of: "password-changed")
    try server.process.crash()

    let next = try ServerProcess(data: server.data)
    let old = try next.guest()
    _ = try old.answer(to: "alice")
    #expect(try old.answer(to: "the first one").first?.hasPrefix("That is not the password") == true)
    #expect(try old.wait() == 77)
    let guest = try next.guest()
    _ = try guest.answer(to: "alice")
    #expect(try guest.answer(to: "the second one").first?.hasPrefix("Welcome") == true)
    let log = try server.data.names(in: "logs").map { try server.data.text(of: "logs/\($0)") }.joined()
    for secret in ["the first one", "the second one"] {
      #expect(!log.contains(secret))
    }
  }

  @Test func aNewOneMustNotBeTooShort() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice", password: "eight888")
    #expect(try server.admin("set", "password-min", "9").output == "password-min: 1 -> 9\n")
    let tooShort =
      "Error! That password is too short: on this server a new one has at least 9 characters. Please choose a longer one!"
    for line in ["password", "eight888", "eight999"] { _ = try alice.answer(to: line) }
    try alice.expectAnswer(to: "eight999", [tooShort, "Your password stays as it was."])
    for words in [["adduser", "bob"], ["passwd", "alice"]] {
      let answer = try server.admin(words[0], words[1], input: "eight999\neight999\n")
      #expect(answer.code == 1 && answer.errors.contains("at least 9 characters"), "\(answer)")
    }
    let guest = try server.guest()
    for line in ["register", "bob", "eight999"] { _ = try guest.answer(to: line) }
    #expect(try guest.answer(to: "eight999").first == tooShort)
  }

  @Test func wrongOnesAreCountedAndBlock() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice")
    for triesLeft in [2, 1] {
      _ = try alice.answer(to: "password")
      _ = try alice.answer(to: "not it")
      _ = try alice.answer(to: "another one")
      try alice.expectAnswer(
        to: "another one",
        [
          "Wrong password! You have \(triesLeft) times to give another try in this connection session!",
          "Your password stays as it was.",
        ])
    }
    for line in ["password", "not it", "another one"] {
      _ = try alice.answer(to: line)
    }
    #expect(try alice.answer(to: "another one").first?.hasPrefix("Wrong password for 3 times.") == true)
    let guest = try server.guest()
    #expect(try guest.answer(to: "alice").first?.hasPrefix("After wrong passwords nobody can log in") == true)
    try alice.expectAnswer(to: "whoelse", ["There are no other users."])
  }

  @Test func aTerminalShowsNoneOfThemAndRemembersNone() throws {
    let room = try SampleRoom()
    let window = try Window(to: room.server)
    try window.logIn("facebook")
    window.send("password")
    try window.expect(Self.ask, ">>")
    window.terminal.type("wasting")
    // What comes in meanwhile does not garble the question.
    let columbia = try room.member("Columbia")
    try window.expect("System(broadcast): \"Columbia\" has just logged in.", ">>")
    window.send("time")
    try window.expect("Please enter your new password:", ">>")
    window.send("sesame, open")
    try window.expect(Self.again, ">>")
    window.send("sesame, open")
    try window.expect("You have successfully changed your password.", "facebook>")
    // The line before in the history is the command, not what was answered.
    window.terminal.type("\u{1B}[A")
    try window.expect("facebook> password")
    #expect(!window.terminal.text.contains("sesame"))
    #expect(!window.terminal.text.contains("wasting"))
    _ = columbia
  }

  @Test func aRaisedCostReachesOldPasswordsAtTheirNextLogIn() throws {
    let server = try ServerProcess(options: ["--password-cost", "3"])
    _ = try server.member("alice")
    try Self.stop(server)
    #expect(try Self.stored(in: server).hasPrefix("$scrypt$ln=3,r=8,p=1$"))

    let raised = try ServerProcess(data: server.data, options: ["--password-cost", "5"])
    let guest = try raised.guest()
    _ = try guest.answer(to: "alice")
    #expect(try guest.answer(to: "secret-password").first?.hasPrefix("Welcome") == true)
    // It is hashed after the log-in, so it may take a moment until it is on disk.
    let patience = Deadline(seconds: ChildProcess.patience)
    while try !Self.stored(in: raised).hasPrefix("$scrypt$ln=5,r=8,p=1$") {
      try #require(!patience.isOver)
    }
    try Self.stop(raised)

    let last = try ServerProcess(data: server.data)
    let back = try last.guest()
    _ = try back.answer(to: "alice")
    #expect(try back.answer(to: "secret-password").first?.hasPrefix("Welcome") == true)
  }

  private static func stop(_ server: ServerProcess) throws {
    server.process.signal(SIGTERM)
    _ = try server.process.wait()
  }

  /// What the store of a stopped server keeps of the first account's password.
  private static func stored(in server: ServerProcess) throws -> String {
    let target = try TemporaryDirectory()
    let export = try ChildProcess(
      Executable.path, ["backup", "export", target.path + "/out", "--data", server.data.path])
    #expect(try export.wait() == 0)
    let line = try target.text(of: "out/user_pass.txt").split(separator: "\n").first ?? ""
    return String(line.split(separator: " ").last ?? "")
  }
}
