import ChatCore
import ChatTestSupport
import Testing

extension Durability {
  /// kill -9 of the server in the middle of traffic (DESIGN.md, "What is promised").
  @Suite(.waiting) struct CrashTests {
    private static let crashes = TestLoad.rounds(TestLoad.isLight ? 3 : 20)
    private static let senderNames = (0..<8).map { "s\($0)" }
    private static let readerNames = (0..<4).map { "r\($0)" }
    /// Half of what a client may have unanswered.
    private static let pipelined = 128

    @Test func nothingReceiptedIsLostAndNothingIsSeenTwice() throws {
      var random = SeededGenerator()
      let seed = Comment("CHATCTL_TEST_SEED=\(random.seed)")
      var server = try ServerProcess(options: ["--resume-grace", "0"])
      let senders = try Self.senderNames.map { try WireClient.member($0, of: server) }
      var readers = try Self.readerNames.map { try WireClient.member($0, of: server) }
      // What the last reader saw in the runs it has ended: it comes back as a new program each time.
      var earlierRuns: [[DeliveredMessage]] = []
      var ledger = MessageLedger()
      var ids = IDLedger()
      let poll = WirePoll(senders + readers, server: server)

      for _ in 0..<Self.crashes {
        let traffic = Double.random(in: 0.02...0.3, using: &random)
        poll.drive(seconds: traffic) { Self.pump(senders, readers, &ledger, &random) }
        try server.process.crash()
        // What the kernel still holds for the clients has been sent and counts as seen.
        try poll.drive(until: "every client notices") { poll.clients.allSatisfy { !$0.isOpen } }

        server = try ServerProcess(data: server.data, options: ["--resume-grace", "0"])
        earlierRuns.append(readers[3].shown)
        ids.note(all: readers[3], seed)
        readers[3] = WireClient()
        poll.clients = senders + readers
        poll.server = server
        try Self.comeBack(senders, readers, to: server, poll)
      }
      try poll.drive(until: "everything is answered") { senders.allSatisfy { $0.unanswered.isEmpty } }
      ledger.say(senders[0], "s0", to: nil)
      let end = try #require(ledger.sent.last?.body)
      try poll.drive(until: "everybody has seen the end") {
        poll.clients.allSatisfy { client in client.shown.suffix(64).contains { $0.body == end } }
      }
      try poll.drive(until: "the end is answered, too") { senders[0].unanswered.isEmpty }

      #expect(ledger.sent.allSatisfy { MessageLedger.isReceipted($0) }, seed)
      for (name, client) in zip(Self.senderNames + Self.readerNames, poll.clients) {
        var seen = Set(client.shown.map(\.body))
        if client === readers[3] {
          seen.formUnion(earlierRuns.joined().map(\.body))
        }
        #expect(ledger.bodies(for: name).subtracting(seen).isEmpty, "\(name) misses messages; \(seed)")
        ShownMessages.check(client.shown, of: name, seed)
        ids.note(all: client, seed)
      }
      for run in earlierRuns {
        ShownMessages.check(run, of: "r3", seed)
      }
      for message in ledger.sent {
        switch message.sender.replies[message.number] {
        case .stored(let id), .storedForLater(let id, _): ids.note(id, message.body, seed)
        default: break
        }
      }
      try Self.checkWhatIsStored(ledger, in: server, seed)
      let again = poll.clients.reduce(0) { $0 + $1.dropped.count }
      print(
        "\(ledger.sent.count) messages over \(Self.crashes) crashes; \(again) deliveries came again and were dropped")
    }

    /// Lets each sender have as much on the way as it may, and some of the others acknowledge.
    private static func pump(
      _ senders: [WireClient], _ readers: [WireClient], _ ledger: inout MessageLedger,
      _ random: inout SeededGenerator
    ) {
      for (name, sender) in zip(senderNames, senders) {
        while sender.isOpen, sender.unanswered.count < pipelined, Int.random(in: 0..<8, using: &random) > 0 {
          let others = (senderNames + readerNames).filter { $0 != name }
          let receiver = Bool.random(using: &random) ? others.randomElement(using: &random) : nil
          ledger.say(sender, name, to: receiver)
        }
      }
      // The third reader never acknowledges: it is sent everything anew after each crash.
      let acknowledging = senders + [readers[0], readers[1], readers[3]]
      for client in acknowledging where Int.random(in: 0..<10, using: &random) == 0 {
        client.acknowledge()
      }
    }

    private static func comeBack(
      _ senders: [WireClient], _ readers: [WireClient], to server: ServerProcess, _ poll: WirePoll
    ) throws {
      for (name, client) in zip(senderNames + readerNames, senders + readers) {
        try client.connect(port: server.port)
        try client.logIn(name, beside: poll)
        client.sendUnansweredAgain()
      }
    }

    /// A new run of the one who acknowledged nothing is sent everything that is stored, and drops nothing by number.
    private static func checkWhatIsStored(
      _ ledger: MessageLedger, in server: ServerProcess, _ seed: Comment
    ) throws {
      try server.process.crash()
      let server = try ServerProcess(data: server.data, options: ["--resume-grace", "0"])
      let fresh = try WireClient.returning(readerNames[2], to: server)
      try WirePoll([fresh], server: server).drive(until: "it has caught up") { fresh.events.contains(.caughtUp) }
      #expect(fresh.dropped.isEmpty, "something is stored twice; \(seed)")
      #expect(Set(fresh.shown.map(\.body)) == ledger.bodies(for: readerNames[2]), seed)
      ShownMessages.check(fresh.shown, of: "a new run", seed)
      ShownMessages.checkIDsGrow(fresh.shown, of: "a new run", seed)
    }
  }
}
