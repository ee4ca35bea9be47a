import ChatCore
import ChatTestSupport
import Testing

/// Bans, as the operator and the banned see them.
@Suite(.waiting, .serialized) struct BanTests {
  private func refused(_ words: String..., by server: ServerProcess) throws -> (code: Int32, errors: String) {
    let admin = try ChildProcess(Executable.path, ["admin"] + words + ["--data", server.data.path])
    return (try admin.wait(), admin.errors)
  }

  @Test func aBannedPersonIsOutAndStaysOut() throws {
    let room = try SampleRoom()
    let bob = try room.member("facebook")
    #expect(try room.server.admin("ban FaceBook --for 1h too loud").output.hasSuffix(" UTC: too loud.\n"))
    try bob.expect("You are banned from this room until ")
    try bob.expect(" UTC: too loud")
    #expect(try bob.wait() == 1)
    let again = try room.server.client()
    again.write("facebook\n\(try Samples.password(of: "facebook"))\n")
    try again.expect("You are banned from this room until ")
    #expect(try again.wait() == 1)
    let good = try room.server.admin("ban facebook insults for 1d").output
    #expect(good == "\"facebook\" is banned for good: insults for 1d.\n")
    #expect(try room.server.admin("unban facebook").code == 0)
    _ = try room.member("facebook")
  }

  /// Accounts of an earlier version may be called like options.
  @Test func whoIsCalledLikeAnOptionIsBannedAllTheSame() throws {
    let data = try TemporaryDirectory()
    try data.write("--json secret-password\n-- secret-password\n", to: "user_pass.txt")
    let server = try ServerProcess(data: data)
    #expect(try server.admin("users", "--names").output == "--json\n--\n")
    func admin(_ words: String...) throws -> (output: String, errors: String) {
      let admin = try ChildProcess(Executable.path, ["admin", "--data", data.path] + words)
      admin.send("secret-password")
      admin.closeInput()
      try admin.wait()
      return (admin.output, admin.errors)
    }
    #expect(try admin("ban", "--", "--json").output == "\"--json\" is banned for good.\n")
    #expect(try admin("ban", "--for", "1d", "--", "--", "a  b").output.hasSuffix(" UTC: a b.\n"))
    #expect(try server.admin(input: "unban -- --json\nunban -- --\n").output.split(separator: "\n").count == 2)
    #expect(try admin("adduser", "--bob").errors.contains("it begins with \"-\""))
    #expect(try admin("adduser", "--", "--bob").errors.contains("it begins with \"-\""))
  }

  @Test func anAddressIsBannedOnlyWithAYes() throws {
    let server = try ServerProcess(options: ["--tell-loopback-apart"])
    let ann = WireClient()
    try ann.connect(port: server.port, from: 2)
    try ann.register("ann")
    try ann.logIn("ann")
    let asked = try refused("ban", "--address", "127.0.0.2", by: server)
    #expect(asked.code == 64)
    #expect(
      asked.errors.contains(
        "1 person is online and will be put out: ann. Nobody from 127.0.0.2 can come in then. Add --yes to say"))
    #expect(try server.admin("ban --address 127.0.0.2 --yes").code == 0)
    try ann.wait(until: "it is put out") { !ann.isOpen }
    let back = WireClient()
    try back.connect(port: server.port, from: 2)
    try back.wait(until: "it is refused") { back.hello != nil }
    #expect(back.hello?.refusal == .addressBanned(until: nil, reason: nil))
    let other = WireClient()
    try other.connect(port: server.port, from: 3)
    try other.logIn("ann")
  }

  @Test func whatPutsPeopleOutIsAskedOnATerminal() throws {
    let room = try SampleRoom()
    let ann = try room.member("facebook")
    let window = try Window(console: room.server, state: try TemporaryDirectory(), options: [])
    try window.expect("[admin]")
    window.send("stop")
    try window.terminal.read("Stop the server? Enter \"yes\" or \"no\":", within: ChildProcess.patience)
    window.send("no")
    try window.terminal.read("Nothing was changed.", within: ChildProcess.patience)
    window.send("stop")
    try window.terminal.read("Stop the server? Enter \"yes\" or \"no\":", within: ChildProcess.patience)
    window.send("yes")
    #expect(try room.server.process.wait() == 0)
    #expect(try ann.wait() == 1)
  }
}
