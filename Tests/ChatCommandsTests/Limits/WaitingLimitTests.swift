import ChatCore
import ChatTestSupport
import Testing

/// Limits on what waits on the server for its receiver.
@Suite(.waiting, .serialized) struct WaitingLimitTests {
  @Test func filesAndTheirBytesAreLimited() throws {
    let server = try ServerProcess(options: [
      "--max-files-per-user", "2", "--max-waiting-bytes-per-user", "100", "--max-waiting-bytes", "150",
    ])
    let ann = try WireClient.member("ann", of: server)
    let bob = try WireClient.member("bob", of: server)
    func offer(_ client: WireClient, _ name: String, _ size: Int64) throws -> Reply {
      try client.ask(.offerFile(to: client === ann ? "bob" : "ann", name: name, size: size))
    }
    guard case .uploadAccepted(let transfer, _) = try offer(ann, "one", 60) else {
      throw ChildProcess.Mismatch(description: "the first file was not accepted")
    }
    #expect(try offer(ann, "two", 41) == .refused(.filesTooLarge(maximum: 100)))
    #expect(try offer(bob, "two", 91) == .refused(.depotFull(maximum: 150)))
    guard case .uploadAccepted = try offer(ann, "two", 40) else {
      throw ChildProcess.Mismatch(description: "the second file was not accepted")
    }
    #expect(try offer(ann, "three", 0) == .refused(.tooManyFiles(maximum: 2)))
    #expect(try server.admin("status", "--json").output.contains("\"used\":100"))
    #expect(try ann.ask(.cancelTransfer(transfer)) == .transferCancelled)
    guard case .uploadAccepted = try offer(ann, "three", 60) else {
      throw ChildProcess.Mismatch(description: "what was cancelled still counts")
    }
    ann.cut()
    try bob.wait(until: "what ended with its connection counts no more") {
      try server.admin("status", "--json").output.contains(
        "\"max_waiting_bytes\":{\"limit\":150,\"unit\":\"bytes\",\"used\":0}")
    }
  }

  @Test func aFullMailboxIsToldAndKept() throws {
    let options = ["--max-mailbox-messages", "2"]
    var server = try ServerProcess(options: options)
    let data = server.data
    _ = try server.member("reader")
    var client = try server.member("writer")
    try #require(client.answer(to: "logout").isEmpty == false)
    server.process.signal(15)
    #expect(try server.process.wait() == 0)

    // The reader is not there, and the server has been stopped in between.
    for round in 0..<2 {
      server = try ServerProcess(data: data, options: options)
      client = try server.client()
      client.write("writer\nsecret-password\n")
      try client.expect("writer> \n")
      if round == 0 {
        for number in 0..<2 {
          #expect(try client.answer(to: "message reader \(number)").joined().contains("has stored your message"))
        }
      }
      #expect(
        try client.answer(to: "message reader more").joined().contains(
          "The mailbox of \"reader\" is full and takes nothing more."))
      #expect(try client.answer(to: "broadcast to all") == ["writer(broadcast): to all"])
      client.closeInput()
      #expect(try client.wait() == 0)
      server.process.signal(15)
      #expect(try server.process.wait() == 0)
    }

    server = try ServerProcess(data: data, options: options)
    let reader = try WireClient.returning("reader", to: server)
    try reader.wait(until: "everything is there") { reader.shown.count == 4 }
    #expect(reader.shown.map(\.body) == ["0", "1", "to all", "to all"])
    reader.acknowledge()
    let writer = try WireClient.returning("writer", to: server)
    try writer.wait(until: "there is room again") {
      if case .stored = try writer.ask(.message(to: "reader", body: "again")) { true } else { false }
    }
  }

  @Test func liftedEverythingIsTaken() throws {
    let server = try ServerProcess(
      options: [
        "max-files-per-user", "max-waiting-bytes-per-user", "max-waiting-bytes", "max-mailbox-messages",
        "max-mailbox-bytes",
      ].flatMap { ["--\($0)", "0"] })
    let ann = try WireClient.member("ann", of: server)
    let bob = try WireClient.member("bob", of: server)
    _ = try bob.ask(.leave(.logout))
    for _ in 0..<200 { ann.request(.message(to: "bob", body: String(repeating: "x", count: 8_000))) }
    try ann.wait(until: "all are answered") { ann.unanswered.isEmpty }
    #expect(!ann.replies.values.contains { if case .refused = $0 { true } else { false } })
    guard case .uploadAccepted = try ann.ask(.offerFile(to: "bob", name: "large", size: 1 << 30)) else {
      throw ChildProcess.Mismatch(description: "a large file was not accepted")
    }
  }
}
