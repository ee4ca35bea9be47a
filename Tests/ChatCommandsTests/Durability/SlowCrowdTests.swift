import ChatCore
import ChatSystem
import ChatTestSupport
import Testing

extension Durability {
  /// Very many whose screens stand still, while eight others pump and eight read along.
  @Suite(.waiting, .disabled(if: TestLoad.isSanitized, "a sanitizer takes memory of its own"))
  struct SlowCrowdTests {
    private static let slowCount = TestLoad.isLight ? 50 : 1_000
    /// Some of them are put out before they have read anything: they get what was queued for them.
    private static let witnesses = 4
    private static let messages = 500
    private static let padding = 4_000
    /// What the server may grow by, in bytes: what is queued for the slow is shared by all of them.
    private static let allowedGrowth = 64 << 20
    /// What each of them may have on its way while it catches up, in bytes.
    private static let allowedPortion = 256 << 10

    @Test func theSlowFallBackToCatchingUpAndNobodyElseNotices() throws {
      // Without TLS, so that the readers of this process are no slower than they have to be.
      DescriptorLimit.raise()
      // Nobody is driven while the next ones register, which may take longer than silence is usually allowed for.
      let server = try ServerProcess(options: [
        "--plaintext", "--max-connections-per-address", "0", "--keep-alive", "300",
      ])
      #expect(try server.admin("set", "MaxCon", "2000").code == 0)
      let senders = try (0..<8).map { try WireClient.member("s\($0)", of: server) }
      let quick = try (0..<8).map { try WireClient.member("q\($0)", of: server) }
      let slow = try (0..<Self.slowCount).map { try WireClient.member("slow\($0)", of: server) }
      let poll = WirePoll(senders + quick + slow, server: server)
      let record = CrowdRecord(quick: quick, slow: slow)
      senders.forEach { $0.onDelivery = { _ in } }
      var ledger = MessageLedger()
      ledger.say(senders[0], "s0", to: nil)
      try poll.drive(until: "all are live") { record.allHave(1) }

      let before = ProcessMemory(of: server.process.pid).resident
      slow.forEach { $0.isReading = false }
      var peak = before
      while ledger.sent.count < Self.messages || !record.quickHave(ledger.sent.count) {
        for (place, sender) in senders.enumerated() {
          while sender.unanswered.count < 16, ledger.sent.count < Self.messages {
            ledger.say(sender, "s\(place)", to: nil, padding: Self.padding)
          }
        }
        poll.turn(milliseconds: 5)
        try #require(poll.clients.allSatisfy { $0.isOpen })
        peak = max(peak, ProcessMemory(of: server.process.pid).resident)
      }
      // Nobody has waited for those who read nothing.
      #expect(slow.allSatisfy { record.count(of: $0) == 1 })
      #expect(peak - before < Self.allowedGrowth, "the server grew from \(before >> 20) to \(peak >> 20) MiB")

      for place in 0..<Self.witnesses {
        #expect(try server.admin("kick", "slow\(place)").code == 0)
      }
      slow.forEach { $0.isReading = true }
      try poll.drive(until: "the witnesses have gone") { slow[..<Self.witnesses].allSatisfy { !$0.isOpen } }
      for witness in slow[..<Self.witnesses] {
        #expect(record.count(of: witness) < Self.messages / 2, "everything was queued for who read nothing")
      }
      poll.clients.removeAll { client in slow[..<Self.witnesses].contains { $0 === client } }

      let rest = slow[Self.witnesses...]
      try poll.drive(until: "the slow ones have caught up", within: 300) {
        peak = max(peak, ProcessMemory(of: server.process.pid).resident)
        try #require(poll.clients.allSatisfy { $0.isOpen })
        return rest.allSatisfy { record.count(of: $0) == Self.messages }
      }
      #expect(
        peak - before < Self.allowedGrowth + Self.slowCount * Self.allowedPortion,
        "the server grew from \(before >> 20) to \(peak >> 20) MiB")
      // They are live again, not merely at the end of the store.
      ledger.say(senders[0], "s0", to: nil)
      try poll.drive(until: "they read live") { rest.allSatisfy { record.count(of: $0) == ledger.sent.count } }
      #expect(record.complaints == [])
      #expect(poll.clients.allSatisfy { $0.isOpen })
      print(
        "\(Self.slowCount) slow readers, \(Self.messages) messages of 4 KB; queued for who read nothing: "
          + "\(slow[..<Self.witnesses].map { record.count(of: $0) }); memory \(before >> 20), at most \(peak >> 20) MiB"
      )
    }

    /// What each of the readers was sent: all the same, each once, in one order.
    private final class CrowdRecord {
      private var ids: [EntryID] = []
      private var counts: [ObjectIdentifier: Int] = [:]
      private let quick: [WireClient]
      private let slow: [WireClient]
      private(set) var complaints: [String] = []

      init(quick: [WireClient], slow: [WireClient]) {
        self.quick = quick
        self.slow = slow
        for client in quick + slow {
          let key = ObjectIdentifier(client)
          client.onDelivery = { [unowned self] id in note(id, by: key) }
        }
      }

      func count(of client: WireClient) -> Int {
        counts[ObjectIdentifier(client)] ?? 0
      }

      func quickHave(_ count: Int) -> Bool {
        quick.allSatisfy { self.count(of: $0) == count }
      }

      func allHave(_ count: Int) -> Bool {
        (quick + slow).allSatisfy { self.count(of: $0) == count }
      }

      private func note(_ id: EntryID, by key: ObjectIdentifier) {
        let place = counts[key, default: 0]
        counts[key] = place + 1
        if place == ids.count {
          if let last = ids.last, last >= id { complaints.append("\(id) after \(last)") }
          ids.append(id)
        } else if ids[place] != id {
          complaints.append("\(id) instead of \(ids[place])")
        }
      }
    }
  }
}
