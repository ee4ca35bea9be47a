import ChatCore
import ChatTestSupport
import Testing

/// A server that has few file descriptors.
@Suite(.waiting, .serialized) struct DescriptorLimitTests {
  /// Opens connections until one is refused or closed, and gives those that were taken.
  private func fill(_ server: ServerProcess) throws -> (taken: [WireClient], refused: WireClient) {
    var taken: [WireClient] = []
    while taken.count < 200 {
      let client = WireClient()
      try client.connect(port: server.port, isPlaintext: true)
      try client.wait(until: "the server has answered") { client.hello != nil || !client.isOpen }
      guard client.isOpen, client.hello?.refusal == nil else { return (taken, client) }
      taken.append(client)
    }
    throw ChildProcess.Mismatch(description: "200 connections were taken")
  }

  /// In TLS nothing can be said before keys are agreed on, but why it failed and what to do is told all the same.
  @Test func inTLSTheClientSaysWhatToDo() throws {
    // The others are to be there for as long as the client takes.
    let server = try ServerProcess(options: ["--spare-descriptors", "30", "--hello-time", "0"], descriptors: 100)
    let others = try (0..<80).map { _ in
      let client = WireClient()
      try client.connect(port: server.port, isPlaintext: true, saysHello: false)
      return client
    }
    let client = try server.client()
    client.closeInput()
    #expect(try client.wait() == 69)
    #expect(client.errors.contains("it may have too many connections, so try again in a minute"), "\(client.errors)")
    others.forEach { $0.cut() }
  }

  /// With spare descriptors nothing else is disturbed; without them, the reserve one still tells who comes.
  @Test(arguments: ["30", "0"])
  func newConnectionsAreRefusedAndOldOnesWork(spare: String) throws {
    let server = try ServerProcess(options: ["--plaintext", "--spare-descriptors", spare], descriptors: 100)
    let ann = try WireClient.member("ann", of: server)
    let bob = try WireClient.member("bob", of: server)
    let (taken, refused) = try fill(server)
    #expect(refused.hello?.refusal == .outOfDescriptors)
    for _ in 0..<50 {
      let client = WireClient()
      try client.connect(port: server.port, isPlaintext: true)
      try client.wait(until: "it is sent away") { !client.isOpen }
      #expect(client.hello?.refusal == .outOfDescriptors)
    }
    for number in 0..<50 {
      let reply = try ann.ask(.message(to: "bob", body: "\(number)"))
      guard case .stored = reply else { throw ChildProcess.Mismatch(description: "\(reply)") }
    }
    try bob.wait(until: "all messages are there") { bob.shown.count == 50 }
    if spare != "0" {
      // What is spare is for the operator too.
      #expect(try server.admin("status").output.contains(" of 100\n"))
    }
    let log = try server.data.text(of: "logs/server.log").split(separator: "\n")
    #expect(log.count { $0.contains("\"connection-refused\"") } == 1)
    #expect(log.count { $0.contains("\"accept-error\"") } == (spare == "0" ? 1 : 0))

    taken.forEach { $0.cut() }
    try WirePoll([ann, bob]).drive(until: "somebody gets in again", within: 20) {
      let client = WireClient()
      try client.connect(port: server.port, isPlaintext: true)
      try client.wait(until: "the server has answered") { client.hello != nil || !client.isOpen }
      return client.isOpen && client.hello?.refusal == nil
    }
  }
}
