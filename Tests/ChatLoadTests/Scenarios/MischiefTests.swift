import Testing

@testable import ChatLoad

/// A server that fails is caught, and a server that does not is not.
@Suite
struct MischiefTests {
  private func measure(
    _ mischief: FakeServer.Mischief, _ scenario: ChatScenario, patience: Double = 10
  ) async throws -> LoadReport {
    try await beside {
      let server = try FakeServer(mischief)
      return try scenario.run(port: server.port, patience: patience)
    }
  }

  @Test func honestServerIsNotBlamed() async throws {
    let report = try await measure(.none, .short(.window(8)))
    #expect(report.complaint == nil)
    #expect(report.messages > 0)
    #expect(report.deliveries > 0)
    #expect(report.delivery?.p50 ?? 0 > 0)
  }

  @Test func lostDeliveriesAreFound() async throws {
    let report = try await measure(.drop(every: 100), .short(.rate(1_000)), patience: 0.5)
    #expect(report.flaws.lost > 0)
    #expect(report.flaws.doubled == 0)
    #expect(report.flaws.outOfOrder == 0)
    #expect(report.complaint?.contains("lost") == true)
  }

  /// A window that waits for what was lost stands still, and the end tells why.
  @Test func lostDeliveriesAreFoundInWindow() async throws {
    let report = try await measure(.drop(every: 100), .short(.window(8)), patience: 0.5)
    #expect(report.flaws.lost > 0)
  }

  @Test func doubledDeliveriesAreFound() async throws {
    let report = try await measure(.double(every: 50), .short(.window(8)))
    #expect(report.flaws.doubled > 0)
    #expect(report.flaws.lost == 0)
    #expect(report.complaint?.contains("doubled") == true)
  }

  @Test func swappedDeliveriesAreFound() async throws {
    let report = try await measure(.swap(every: 50), .short(.rate(1_000)), patience: 0.5)
    #expect(report.flaws.outOfOrder > 0)
    #expect(report.flaws.doubled == 0)
    #expect(report.complaint?.contains("out of order") == true)
  }

  @Test func delayIsSeen() async throws {
    let report = try await measure(.delay(seconds: 0.1), .short(.rate(500)))
    #expect(report.complaint == nil)
    #expect(report.delivery?.p50 ?? 0 >= 100)
    #expect(report.receipt?.p50 ?? 100 < 100)
  }

  /// A server that stands still is seen in all that was due meanwhile, and not in the few messages that could be sent
  /// before it had to answer: the others count from when they were due, not from when they could go.
  @Test func standingStillIsSeenInAllThatWasDueMeanwhile() async throws {
    let report = try await measure(.standStill(seconds: 0.4, after: 300), .short(.rate(3_000), seconds: 0.5))
    #expect(report.complaint == nil)
    #expect(report.delivery?.max ?? 0 >= 350)
    #expect(report.delivery?.p50 ?? 0 >= 100)
  }

  @Test func lostReceiptsAreFound() async throws {
    let report = try await measure(.dropReceipts(every: 20), .short(.rate(500)), patience: 0.5)
    #expect(report.unanswered > 0)
    #expect(report.complaint?.contains("receipts lost") == true)
  }

  @Test func doubledReceiptsAreFound() async throws {
    let report = try await measure(.doubleReceipts(every: 20), .short(.window(8)), patience: 0.5)
    #expect(report.oddReceipts > 0)
    #expect(report.complaint != nil)
  }
}
