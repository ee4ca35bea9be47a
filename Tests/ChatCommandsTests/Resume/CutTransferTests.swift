import ChatTestSupport
import Testing

/// A file on its way up and down again through a network that is cut in the middle of it.
@Suite(.patient) struct CutTransferTests {
  @Test func aFileThatIsCutTenTimesEachWayIsWhole() throws {
    try pass(16 << 20, cuts: TestLoad.isLight ? 3 : 10, over: CuttingProxy.Link())
  }

  @Test(.disabled(if: TestLoad.isLight, "takes 20 seconds")) func soIsOneOverASlowLink() throws {
    try pass(400_000, cuts: 2, over: CuttingProxy.Link(latency: 0.1, bitsPerSecond: 1_000_000))
  }

  private func pass(_ size: Int, cuts: Int, over link: CuttingProxy.Link) throws {
    var random = SeededGenerator()
    let comment: Comment = "seed \(random.seed)"
    let server = try ServerProcess()
    let proxy = try CuttingProxy(to: server.port, link: link)
    let home = try TemporaryDirectory()
    let bytes = (0..<size / 8).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
    try home.write(bytes, to: "random.bin")
    let there = try TemporaryDirectory()
    let sender = try Self.client("alice", of: server, through: proxy, in: home)
    let receiver = try server.member("bob", directory: there.path)
    receiver.send("logout")
    #expect(try receiver.rest().code == 0)

    sender.send("file bob random.bin")
    try sender.expect("Now begin transferring, please wait...\n")
    try Self.cut(proxy, cuts, size, .up, sender, until: "has been successfully received by the server.", &random)
    sender.send("logout")
    #expect(try sender.rest().code == 0, comment)

    let second = try Self.client("bob", of: server, through: proxy, in: there, isNew: false)
    second.send("fileget alice random.bin")
    try second.expect("Please wait until")
    try Self.cut(proxy, cuts, size, .down, second, until: "It has been saved as", &random)
    #expect(try there.names() == ["random.bin"], comment)
    #expect(try there.bytes(of: "random.bin") == bytes, comment)
    second.send("fileget")
    try second.awaitText("No file waits for you.")
    try server.awaitEmptyDepot()
  }

  /// Cuts the connection each time that a part of the file has passed, until `words` come.
  private static func cut(
    _ proxy: CuttingProxy, _ cuts: Int, _ size: Int, _ direction: CuttingProxy.Direction, _ client: ChildProcess,
    until words: String, _ random: inout SeededGenerator
  ) throws {
    for _ in 0..<cuts {
      let connections = proxy.accepted
      proxy.cutNewest(after: Int.random(in: 1...size / (cuts + 2), using: &random), direction)
      let deadline = Deadline(seconds: ChildProcess.patience)
      while proxy.accepted == connections, !client.hasSaid(words) {
        guard !deadline.isOver else {
          throw ChildProcess.Mismatch(description: "it did not come back:\n\(client.output)\(client.errors)")
        }
        WirePoll([]).drive(seconds: 0.01)
        client.readAvailable()
      }
    }
    try client.awaitText(words, within: 120)
  }

  private static func client(
    _ name: String, of server: ServerProcess, through proxy: CuttingProxy, in directory: TemporaryDirectory,
    isNew: Bool = true
  ) throws -> ChildProcess {
    if isNew {
      let registering = try server.member(name)
      registering.send("logout")
      #expect(try registering.rest().code == 0)
    }
    let client = try ChildProcess(
      Executable.path,
      ["connect", "127.0.0.1", String(proxy.port), "--reconnect"]
        + (server.fingerprint.map { ["--fingerprint", $0] } ?? []),
      environment: server.clientEnvironment, directory: directory.path)
    client.companion = server
    client.write("\(name)\nsecret-password\n")
    try client.expect("Welcome to the Chatting room")
    // Commits come in order: once this has its answer, the token that it comes back with is there.
    client.send("message \(name == "alice" ? "bob" : "alice") hi")
    client.send("whoelse")
    try client.awaitText("other users")
    return client
  }
}
