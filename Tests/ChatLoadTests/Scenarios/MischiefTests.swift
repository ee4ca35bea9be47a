import Testing

@testable import ChatLoad

/// A server that fails is caught, and a server that does not is not.
@Suite(.serialized)
struct MischiefTests {
  @Test func honestServerIsNotBlamed() throws {
    let server = try FakeServer(.none)
    let report = try ChatScenario.short(.window(8), patience: 10).run(port: server.port)
    #expect(report.complaint == nil)
    #expect(report.messages > 0)
    #expect(report.deliveries > 0)
    #expect(report.delivery?.p50 ?? 0 > 0)
  }

  @Test func lostDeliveriesAreFound() throws {
    let server = try FakeServer(.drop(every: 100))
    let report = try ChatScenario.short(.rate(1_000)).run(port: server.port)
    #expect(report.flaws.lost > 0)
    #expect(report.flaws.doubled == 0)
    #expect(report.flaws.outOfOrder == 0)
    #expect(report.complaint?.contains("lost") == true)
  }

  /// A window that waits for what was lost stands still, and the end tells why.
  @Test func lostDeliveriesAreFoundInWindow() throws {
    let server = try FakeServer(.drop(every: 100))
    let report = try ChatScenario.short(.window(8)).run(port: server.port)
    #expect(report.flaws.lost > 0)
  }

  @Test func doubledDeliveriesAreFound() throws {
    let server = try FakeServer(.double(every: 50))
    let report = try ChatScenario.short(.window(8), patience: 10).run(port: server.port)
    #expect(report.flaws.doubled > 0)
    #expect(report.flaws.lost == 0)
    #expect(report.complaint?.contains("doubled") == true)
  }

  @Test func swappedDeliveriesAreFound() throws {
    let server = try FakeServer(.swap(every: 50))
    let report = try ChatScenario.short(.rate(1_000)).run(port: server.port)
    #expect(report.flaws.outOfOrder > 0)
    #expect(report.flaws.doubled == 0)
    #expect(report.complaint?.contains("out of order") == true)
  }

  @Test func delayIsSeen() throws {
    let server = try FakeServer(.delay(seconds: 0.1))
    let report = try ChatScenario.short(.rate(500), patience: 10).run(port: server.port)
    #expect(report.complaint == nil)
    #expect(report.delivery?.p50 ?? 0 >= 100)
    #expect(report.receipt?.p50 ?? 100 < 100)
  }

  /// A server that stands still is seen in all that was due meanwhile, and not in the few messages that could be sent
  /// before it had to answer: the others count from when they were due, not from when they could go.
  @Test func standingStillIsSeenInAllThatWasDueMeanwhile() throws {
    let server = try FakeServer(.standStill(seconds: 0.4, after: 300))
    let report = try ChatScenario.short(.rate(3_000), seconds: 0.5, patience: 10).run(port: server.port)
    #expect(report.complaint == nil)
    #expect(report.delivery?.max ?? 0 >= 350)
    #expect(report.delivery?.p50 ?? 0 >= 100)
  }

  @Test func lostReceiptsAreFound() throws {
    let server = try FakeServer(.dropReceipts(every: 20))
    let report = try ChatScenario.short(.rate(500)).run(port: server.port)
    #expect(report.unanswered > 0)
    #expect(report.complaint?.contains("receipts lost") == true)
  }

  @Test func doubledReceiptsAreFound() throws {
    let server = try FakeServer(.doubleReceipts(every: 20))
    let report = try ChatScenario.short(.window(8)).run(port: server.port)
    #expect(report.oddReceipts > 0)
    #expect(report.complaint != nil)
  }
}
