import ChatCore
import ChatTestSupport
import Glibc
import Testing

/// `backup create` while fifty clients talk as fast as they are answered.
@Suite(.waiting, .serialized) struct BackupUnderLoadTests {
  @Test func holdsEveryMessageReceiptedBeforeItBegan() throws {
    // More waits for the reader than a mailbox takes of itself.
    let server = try ServerProcess(options: ["--max-mailbox-messages", "0", "--max-mailbox-bytes", "0"])
    let backup = BackupCommand(data: server.data)
    let clients = try (0..<50).map { try WireClient.member("user\($0)", of: server) }
    let poll = WirePoll(clients, server: server)
    // The reader registers first and reads last: off-line, so all that is sent waits for it.
    let reader = try WireClient.member("reader", of: server)
    _ = try reader.ask(.leave(.logout))
    reader.cut()

    var sent: [[(number: UInt64, body: String)]] = clients.map { _ in [] }
    var receipted: Set<String> = []
    func talk() {
      for (index, client) in clients.enumerated() {
        for (number, body) in sent[index] where client.replies[number] != nil {
          receipted.insert(body)
        }
        sent[index].removeAll { client.replies[$0.number] != nil }
        while sent[index].count < 4 {
          let body = "\(index)/\(receipted.count)/\(sent[index].count)/\(UInt32.random(in: 0...UInt32.max))"
          sent[index].append((client.request(.message(to: "reader", body: body)), body))
        }
      }
    }
    try poll.drive(until: "they talk") {
      talk()
      return receipted.count > 500
    }

    for _ in 0..<3 {
      let before = receipted
      let process = try backup.start(["create"])
      var isDone = false
      try poll.drive(until: "the backup is made") {
        talk()
        process.readAvailable()
        isDone = process.hasSaid("with files")
        return isDone
      }
      #expect(try process.wait() == 0, "\(process.errors)")
      // The chat went on meanwhile.
      #expect(receipted.count > before.count)
      let name = try #require(process.output.split(separator: " ").first.map(String.init))

      let verified = try backup.run("verify", name)
      #expect(verified.code == 0, "\(verified.errors)")
      let copy = BackupCommand(data: try TemporaryDirectory())
      let restored = try copy.run("restore", server.data.path(of: "backups/\(name)"), "--yes")
      #expect(restored.code == 0, "\(restored.errors)")
      let restoredServer = try ServerProcess(data: copy.data)
      let again = WireClient()
      var bodies: Set<String> = []
      again.onMessage = { bodies.insert($0.body) }
      try again.connect(port: restoredServer.port)
      try again.logIn("reader")
      try again.wait(until: "all that was receipted has come") { before.isSubset(of: bodies) }
      #expect(bodies.count >= before.count)
    }
  }
}
