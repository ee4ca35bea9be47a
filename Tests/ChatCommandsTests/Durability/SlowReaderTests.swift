import ChatCore
import ChatTestSupport
import Testing

extension Durability {
  /// Somebody whose screen stands still while eight others pump.
  @Suite(.waiting, .disabled(if: TestLoad.isSanitized, "a sanitizer takes memory of its own"))
  struct SlowReaderTests {
    private static let senderNames = (0..<8).map { "s\($0)" }
    private static let padding = 8_000
    /// At full size several times as much as the server may grow by.
    private static let messages = Executable.isOptimized ? 24_000 : 1_600
    /// What the server may grow by: what is bounded fills up, and so do its caches.
    private static let allowedGrowth = 64 << 20

    @Test func aSlowReaderCostsLittleDisturbsNobodyAndMissesNothing() throws {
      let server = try ServerProcess()
      let senders = try Self.senderNames.map { try WireClient.member($0, of: server) }
      let slow = try WireClient.member("slow", of: server)
      let quick = try WireClient.member("quick", of: server)
      var quickSaw = 0
      var slowSaw: [EntryID] = []
      var order = SenderOrder()
      quick.onMessage = { [unowned quick] _ in
        quickSaw += 1
        if quickSaw.isMultiple(of: 256) { quick.acknowledge() }
      }
      slow.onMessage = { message in
        slowSaw.append(message.id)
        order.note(message)
      }
      senders.forEach { $0.onMessage = { _ in } }
      let poll = WirePoll(senders + [slow, quick], server: server)
      var ledger = MessageLedger()
      var broadcasts = 0

      slow.isReading = false
      var nextSip = Deadline(seconds: 5)
      var before = 0
      var peak = 0
      let start = ContinuousClock().now
      while ledger.sent.count < Self.messages || quickSaw < broadcasts {
        for (name, sender) in zip(Self.senderNames, senders)
        where sender.unanswered.count < 64 && ledger.sent.count < Self.messages {
          let isBroadcast = ledger.sent.count.isMultiple(of: 8)
          broadcasts += isBroadcast ? 1 : 0
          ledger.say(sender, name, to: isBroadcast ? nil : "slow", padding: isBroadcast ? 0 : Self.padding)
        }
        poll.turn(milliseconds: 5)
        // Just enough that it does not count as dead.
        slow.isReading = nextSip.isOver
        if slow.isReading { nextSip = Deadline(seconds: 5) }
        try #require(poll.clients.allSatisfy { $0.isOpen })
        peak = max(peak, ProcessMemory(of: server.process.pid).resident)
        // From when the caches are warm.
        if before == 0, ledger.sent.count > Self.messages / 20 {
          before = peak
        }
      }
      try poll.drive(until: "all is receipted") { senders.allSatisfy { $0.unanswered.isEmpty } }
      let seconds = start.duration(to: .now) / .seconds(1)
      #expect(slowSaw.count < ledger.sent.count / 2)
      #expect(peak - before < Self.allowedGrowth, "the server grew from \(before >> 20) to \(peak >> 20) MiB")

      slow.isReading = true
      try poll.drive(until: "the slow one has caught up", within: 300) { slowSaw.count >= ledger.sent.count }
      #expect(slowSaw.count == ledger.sent.count && slow.dropped.isEmpty)
      #expect(zip(slowSaw, slowSaw.dropFirst()).allSatisfy { $0 < $1 })
      #expect(order.isWhole(messages: ledger.sent.count))
      // It is live again, not merely at the end of the store.
      ledger.say(senders[0], "s0", to: nil)
      try poll.drive(until: "it reads live") { slowSaw.count == ledger.sent.count }
      print(
        "\(ledger.sent.count) messages of 8 KB, \(Int(Double(Self.messages) / seconds))/s; "
          + "the server's memory: \(before >> 20) MiB early, \(peak >> 20) MiB at most")
    }

    /// Whether each sender's messages come one by one.
    private struct SenderOrder {
      private var next: [Substring: Int] = [:]
      private var isBroken = false

      mutating func note(_ message: DeliveredMessage) {
        guard let origin = MessageLedger.origin(of: message.body), origin.count == next[origin.sender, default: 0]
        else {
          isBroken = true
          return
        }
        next[origin.sender] = origin.count + 1
      }

      func isWhole(messages: Int) -> Bool {
        !isBroken && next.values.reduce(0, +) == messages
      }
    }
  }
}
