import ChatCore
import ChatTestSupport
import Glibc
import Testing

extension Durability {
  /// People log in while others talk: what was missed comes from the store, then from what is not committed yet, then
  /// live, and nobody may notice where one ends and the next begins.
  @Suite(.waiting) struct CatchUpTests {
    private static let members = TestLoad.isLight ? 100 : 1_000
    /// So many are online at a time, at most.
    private static let present = 40
    private static let senderNames = ["p0", "p1", "p2", "p3"]
    /// Who comes when all is over.
    private static let witness = "witness"
    /// What is said in all: more than a page of the store and enough to go on while everybody comes and goes.
    private static let messages = Executable.isOptimized ? 8_000 : 600
    /// A verifier of `WireClient.password` that costs nothing to check.
    private static let verifier =
      "$scrypt$ln=1,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$gkhGgCwmb00LOpP0aIrUl+1M6XbTMPcNbXAdnwIrxG0"

    /// One of the thousand.
    private final class Visitor {
      let client = WireClient()
      let name: String
      /// The body of the message that it stays for.
      let staysFor: Int
      var logIn: UInt64 = 0
      var seen: [Int] = []
      var ids: [Int64] = []
      var strange = 0
      /// How many it had seen when it was told that it had caught up; nil before.
      var backlog: Int?

      init(name: String, staysFor: Int) {
        self.name = name
        self.staysFor = staysFor
        client.onMessage = { [unowned self] message in
          ids.append(message.id.rawValue)
          if let number = Int(message.body) { seen.append(number) } else { strange += 1 }
        }
      }
    }

    @Test func aThousandLogInsDuringTrafficSeeNoGapAndNoDouble() throws {
      var random = SeededGenerator()
      let seed = Comment("CHATCTL_TEST_SEED=\(random.seed)")
      let server = try Self.seededServer()
      let senders = try Self.senderNames.map { try WireClient.returning($0, to: server) }
      senders.forEach { sender in sender.onMessage = { [unowned sender] _ in sender.acknowledge() } }
      let poll = WirePoll(senders, server: server)

      var said = 0
      var come = 0
      var visitors: [Visitor] = []
      var gone: [Visitor] = []
      while gone.count < Self.members {
        // About so many by now; and a little more every turn, for those who wait for the next.
        let due = min(Self.messages, max(Self.messages * (come + 1) / Self.members, said + 1))
        while said < due, senders[said % senders.count].unanswered.count < 64 {
          senders[said % senders.count].request(.broadcast(body: "\(said)"))
          said += 1
        }
        while come < Self.members, visitors.count < Self.present {
          let stays = min(Self.messages, said + Int.random(in: 0...Self.messages / 20, using: &random))
          let visitor = Visitor(name: "v\(come)", staysFor: stays)
          try visitor.client.connect(port: server.port)
          visitor.logIn = visitor.client.request(.logIn(name: visitor.name, password: WireClient.password))
          visitors.append(visitor)
          come += 1
        }
        poll.clients = senders + visitors.map(\.client)
        poll.turn(milliseconds: 5)
        for visitor in visitors where visitor.backlog == nil && visitor.client.events.contains(.caughtUp) {
          visitor.backlog = visitor.seen.count
        }
        let left = visitors.filter { $0.backlog != nil && $0.seen.count >= $0.staysFor }
        for visitor in left {
          visitor.client.cut()
        }
        gone += left
        visitors.removeAll { visitor in left.contains { $0 === visitor } }
        try #require(visitors.allSatisfy { $0.client.isOpen }, "a visitor was put out; \(seed)")
      }
      let log = Visitor(name: Self.witness, staysFor: 0)
      try log.client.connect(port: server.port)
      try log.client.logIn(Self.witness)
      try log.client.wait(until: "the witness has caught up") { log.client.events.contains(.caughtUp) }
      #expect(log.seen.count == said)
      for visitor in gone {
        Self.check(visitor, against: log, seed)
      }
      let live = gone.filter { $0.seen.count > $0.backlog ?? 0 }.count
      let deliveries = gone.reduce(0) { $0 + $1.seen.count }
      print("\(gone.count) log-ins, \(said) messages, \(deliveries) deliveries; \(live) stayed for live ones")
      // The switch is what this is about.
      #expect(live > Self.members / 5)
    }

    /// A beginning of the log: nothing missing, nothing twice, nothing out of order.
    private static func check(_ visitor: Visitor, against log: Visitor, _ seed: Comment) {
      let name = visitor.name
      #expect(visitor.strange == 0 && visitor.client.dropped.isEmpty, "\(name) was sent something twice; \(seed)")
      #expect(visitor.ids.elementsEqual(log.ids.prefix(visitor.ids.count)), "\(name): a gap or a double; \(seed)")
      #expect(visitor.seen.elementsEqual(log.seen.prefix(visitor.seen.count)), "\(name): a gap or a double; \(seed)")
    }

    /// A server whose thousand accounts were brought in with `backup import`.
    private static func seededServer() throws -> ServerProcess {
      let source = try TemporaryDirectory()
      let names = senderNames + (0..<members).map { "v\($0)" } + [witness]
      try source.write(names.map { "\($0) \(verifier)\n" }.joined(), to: "user_pass.txt")
      try source.write("MaxCon 1000\nBLOCK_TIME 60.0\nLAST_HOUR 3600.0\nTIME_OUT 600.0\n", to: "para.txt")
      let data = try TemporaryDirectory()
      let importing = try ChildProcess(Executable.path, ["backup", "import", source.path, "--data", data.path])
      let code = try importing.wait()
      try #require(code == 0, "\(importing.output)\(importing.errors)")
      return try ServerProcess(data: data, options: ["--resume-grace", "0"])
    }
  }
}
