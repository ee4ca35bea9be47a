import Testing

@testable import ChatLoad

@Suite
struct LoadReportTests {
  @Test func latencyIsToldInMilliseconds() throws {
    var latency = Latency()
    for milliseconds in 1...1_000 { latency.record(Int64(milliseconds) * 1_000_000) }
    let summary = try #require(latency.summary)
    #expect(abs(summary.p50 - 500) < 1)
    #expect(abs(summary.p99 - 990) < 2)
    #expect(abs(summary.max - 1_000) < 2)
    #expect(Latency().summary == nil)
  }

  @Test func everyFlawIsAComplaint() {
    var report = LoadReport("fanout", members: 1)
    #expect(report.complaint == nil)
    report.flaws = Arrivals.Flaws(lost: 1, doubled: 2, outOfOrder: 3)
    report.unanswered = 4
    report.oddReceipts = 5
    #expect(
      report.complaint
        == "the server failed: 1 deliveries lost, 2 doubled, 3 out of order, 4 receipts lost, "
        + "5 receipts that nothing was sent for")
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")])
  func thousandsAreDivided(value: Double, text: String) {
    #expect(value.grouped == text)
  }

  @Test(arguments: [(0.1234, "0.123"), (1.234, "1.23"), (12.34, "12.3"), (1_234.5, "1,235")])
  func threeDigitsAreShown(value: Double, text: String) {
    #expect(value.short == text)
  }
}
