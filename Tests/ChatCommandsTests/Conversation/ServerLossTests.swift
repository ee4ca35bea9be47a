import ChatTestSupport
import Glibc
import Testing

/// A server that goes, announced or not (the original's section e-8): every client says so and ends.
@Suite(.waiting) struct ServerLossTests {
  private static let stopping = "The server is going to stop. You will log out from the server automatically."
  private static let lost =
    "The connection to the server is lost. Please check that the server runs, and connect again!"

  @Test(arguments: [SIGINT, SIGTERM])
  func aStopIsToldAtThePromptToo(_ signal: Int32) throws {
    let server = try ServerProcess()
    let member = try server.member("alice")
    let guest = try server.guest()
    let atPassword = try server.guest()
    _ = try atPassword.answer(to: "register")
    try atPassword.expectAnswer(to: "bob", ["Please enter your new password:"])
    let registering = try server.guest()
    try registering.expectAnswer(to: "register", ["Please enter your new user name:"])
    server.process.signal(signal)
    // Who sends SIGTERM means the server to come back.
    let lines = [Self.stopping] + (signal == SIGTERM ? ["It will be back in a moment. Please connect again then!"] : [])
    for client in [member, guest, atPassword, registering] {
      try client.expectEnd(lines, 1)
      #expect(client.errors.isEmpty)
    }
    #expect(try server.process.wait() == 0)
  }

  @Test func aKilledServerIsNoticedByAll() throws {
    let server = try ServerProcess()
    let member = try server.member("alice")
    let guest = try server.guest()
    server.process.signal(SIGKILL)
    for client in [member, guest] {
      try client.expectEnd([Self.lost], 69)
    }
  }

  @Test func whatHadItsReceiptIsThereAfterAKill() throws {
    let data = try TemporaryDirectory()
    let first = try ServerProcess(data: data)
    let alice = try first.member("alice")
    let bob = try first.member("bob")
    try alice.expectLines("System(broadcast): \"bob\" has just logged in.")
    bob.send("logout")
    #expect(try bob.wait() == 0)
    try alice.expectLines("System(broadcast): \"bob\" has just logged out.")
    for number in 1...20 {
      #expect(try alice.answer(to: "message bob number \(number)").count == 1)
    }
    first.process.signal(SIGKILL)
    try alice.expectEnd([Self.lost], 69)

    let second = try ServerProcess(data: data)
    let again = try second.client()
    again.write("bob\nsecret-password\n")
    try again.expect("The off-line messages during you are not in:\n")
    for number in 1...20 {
      try again.expectLines("alice(private): number \(number)")
    }
    try again.expectLines("Now you can input commands as above instructed:", "bob> ")
  }

  @Test func aClosedWindowStopsTheServer() throws {
    let data = try TemporaryDirectory()
    let window = try PseudoTerminal()
    try window.spawn(
      Executable.path,
      ["serve", "0", "--listen", "127.0.0.1", "--data", data.path, "--password-cost", "4", "--plaintext"])
    let marker = "Server is listening for connections now... 127.0.0.1:"
    try window.read("The data directory is")
    let text = window.text
    let start = try #require(text.firstRange(of: marker)).upperBound
    let port = text[start...].prefix { $0.isNumber }
    let client = try ChildProcess(Executable.path, ["connect", "127.0.0.1", String(port), "--plaintext"])
    try client.expect(">> \n")
    window.closeWindow()
    try client.expectEnd([Self.stopping], 1)
    #expect(try window.wait() == 0)
    #expect(try data.names(in: "backups").count == 1)
    #expect(try data.names(in: "logs").allSatisfy { $0.hasPrefix("log_") })
  }

  @Test(.disabled(if: TestLoad.isLight, "takes 20 seconds"))
  func aServerThatFallsSilentIsNoticed() throws {
    let server = try ServerProcess()
    let member = try server.member("alice")
    let guest = try server.guest()
    server.process.signal(SIGSTOP)
    for client in [member, guest] {
      try client.expect("The connection to the server is lost: it has been silent for too long.")
      #expect(client.processorSeconds < 1)
      #expect(try client.rest().code == 69)
    }
    server.process.signal(SIGCONT)
  }
}
