import ChatCore
import ChatTestSupport
import Glibc
import Testing

extension Durability {
  /// An orderly stop in the middle of traffic: what is stored and what was receipted are the same messages.
  /// `CHATCTL_TEST_ROUNDS=1000` has it done so often.
  @Suite(.waiting) struct StopUnderTrafficTests {
    private static let names = (0..<4).map { "s\($0)" }
    private static let stops = TestLoad.rounds(TestLoad.isLight ? 2 : 6)

    @Test(arguments: [SIGTERM, SIGINT])
    func whatIsStoredIsReceiptedAndTheRestWasNotCarriedOut(signal: Int32) throws {
      var random = SeededGenerator()
      let seed = Comment("CHATCTL_TEST_SEED=\(random.seed)")
      let restarts = signal == SIGTERM
      var server = try ServerProcess()
      for name in Self.names { _ = try WireClient.member(name, of: server) }
      _ = try WireClient.member("reader", of: server)
      var unstored = 0
      for _ in 0..<Self.stops {
        let senders = try Self.names.map { try WireClient.returning($0, to: server) }
        var ledger = MessageLedger()
        let poll = WirePoll(senders, server: server)
        poll.drive(seconds: Double.random(in: 0.01...0.1, using: &random)) {
          for (name, sender) in zip(Self.names, senders) where sender.isOpen && sender.unanswered.count < 64 {
            ledger.say(sender, name, to: Bool.random(using: &random) ? "reader" : nil)
          }
        }
        server.process.signal(signal)
        try poll.drive(until: "every client notices") { senders.allSatisfy { !$0.isOpen } }
        #expect(try server.process.wait() == 0, seed)
        for sender in senders {
          #expect(sender.events.last == .serverStopping(restarts: restarts, isSettled: true), seed)
        }
        unstored += ledger.sent.count { !MessageLedger.isReceipted($0) }

        server = try ServerProcess(data: server.data)
        let reader = try WireClient.returning("reader", to: server)
        try WirePoll([reader], server: server).drive(until: "it has caught up") { reader.events.contains(.caughtUp) }
        let stored = Set(reader.shown.map(\.body))
        let receipted = ledger.bodies(for: "reader")
        #expect(stored.subtracting(receipted).isEmpty, "stored without a receipt; \(seed)")
        #expect(receipted.subtracting(stored).isEmpty, "receipted and not stored; \(seed)")
        reader.acknowledge()
        _ = try reader.ask(.leave(.quit))
      }
      print("\(unstored) messages came too late for \(Self.stops) stops")
    }
  }
}
