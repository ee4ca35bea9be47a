import ChatCore
import ChatTestSupport
import ChatWire
import Testing

extension Durability {
  /// No reply that claims a change leaves before the fsync of its batch (DESIGN.md, "What is promised"): read from the
  /// system calls of the server.
  @Suite(.waiting, .enabled(if: SystemTrace.isAllowed, "strace can't attach to a process here"))
  struct ReceiptOrderTests {
    private static let calls =
      "fsync,fdatasync,sendto,sendmsg,write,writev,pwrite64,pwritev,recvfrom,recvmsg,read,readv"
    /// Numbers that no other bytes of the trace look like.
    private static let firstNumber: UInt64 = 0x35_1A6B_79E3_C5D7

    @Test func noReceiptLeavesBeforeItsBytesAreSynced() throws {
      // What stands in the trace must be readable.
      let server = try ServerProcess(options: ["--plaintext"])
      let senders = try (0..<4).map { place in
        let client = WireClient(firstNumber: Self.firstNumber + UInt64(place) << 20)
        try client.connect(port: server.port, isPlaintext: true)
        try client.register("s\(place)")
        try client.logIn("s\(place)")
        return client
      }
      var ledger = MessageLedger()
      let trace = try SystemTrace(
        of: server.process, ["-xx", "-s", "200000", "-e", "trace=\(Self.calls)", "-e", "signal=none"])
      let poll = WirePoll(senders, server: server)
      for round in 0..<10 {
        for (place, sender) in senders.enumerated() {
          for _ in 0...round {
            ledger.say(sender, "s\(place)", to: round % 2 == 0 ? nil : "s\((place + 1) % 4)")
          }
        }
        try poll.drive(until: "half of it is answered") { senders.reduce(0) { $0 + $1.unanswered.count } < 10 }
      }
      try poll.drive(until: "everything is answered") { senders.allSatisfy { $0.unanswered.isEmpty } }
      let calls = SystemCalls(try trace.finish())
      #expect(ledger.sent.count >= 200)
      for message in ledger.sent {
        #expect(MessageLedger.isReceipted(message))
        guard let written = calls.firstWrite(of: message.body), let sent = calls.reply(to: message.number) else {
          throw ChildProcess.Mismatch(description: "\(message.body) is not in the trace")
        }
        // At the end of all, where there is none.
        let synced = calls.syncBegun(after: written)?.end ?? .max
        #expect(synced < sent, "the receipt of \(message.body) left before its fsync had ended")
      }
    }

    /// Every other answer that claims a change: between the request's arrival and the answer lies a whole sync.
    @Test func noOtherClaimLeavesBeforeASync() throws {
      // What stands in the trace must be readable.
      let server = try ServerProcess(options: ["--plaintext"])
      let client = WireClient(firstNumber: Self.firstNumber)
      try client.connect(port: server.port, isPlaintext: true)
      try client.register("other")
      let trace = try SystemTrace(
        of: server.process, ["-xx", "-s", "200000", "-e", "trace=\(Self.calls)", "-e", "signal=none"])
      var claims: [UInt64] = []
      func claim(_ request: Request) throws {
        claims.append(client.request(request))
        let reply = try client.answer(to: claims[claims.count - 1])
        if case .refused(let refusal) = reply {
          Issue.record("\(request) was refused: \(refusal)")
        }
      }
      try claim(.register(name: "somebody", password: WireClient.password))
      try client.logIn("somebody")
      try claim(.block("other"))
      try claim(.unblock("other"))
      try claim(.message(to: "other", body: "hello"))
      try claim(.broadcast(body: "hello all"))
      let calls = SystemCalls(try trace.finish())
      for number in claims {
        guard let asked = calls.arrival(of: number), let sent = calls.reply(to: number) else {
          throw ChildProcess.Mismatch(description: "request \(number) is not in the trace")
        }
        let synced = calls.syncBegun(after: asked)?.end ?? .max
        #expect(synced < sent, "the answer to request \(number) left before an fsync had ended")
      }
    }
  }
}
