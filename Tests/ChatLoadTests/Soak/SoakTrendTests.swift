import Testing

@testable import ChatLoad

@Suite
struct SoakTrendTests {
  private func sample(_ minute: Int, megabytes: Double, p99: Double = 2) -> SoakSample {
    SoakSample(
      time: Double(minute) * 60, resident: megabytes * 1e6, anonymous: megabytes * 1e6, descriptors: 20, store: 0,
      server: 30, generator: 30, deliveryRate: 1_000, delivery: LatencySummary(p50: 1, p99: p99, max: p99))
  }

  private func row(_ what: String, _ samples: [SoakSample]) -> SoakTrend.Row? {
    SoakTrend(samples)?.rows.first { $0.what == what }
  }

  @Test func fewSamplesHaveNoTrend() {
    #expect(SoakTrend([sample(1, megabytes: 1), sample(2, megabytes: 1)]) == nil)
  }

  /// The first five minutes are not looked at, the five behind them are compared with the last five.
  @Test func beginningDoesNotCount() {
    let samples = (1...60).map { sample($0, megabytes: $0 <= 5 ? 1 : 100) }
    let memory = row("MB resident", samples)
    #expect(memory?.early == 100)
    #expect(memory?.late == 100)
    #expect(memory?.verdict == .met)
  }

  @Test func growthIsSeen() {
    let samples = (1...60).map { sample($0, megabytes: 50 + Double($0)) }
    let memory = row("MB resident", samples)
    #expect(memory?.early == 58)
    #expect(memory?.late == 108)
    #expect(memory?.verdict == .missed)
  }

  @Test func slowerDeliveriesAreSeen() {
    let samples = (1...9).map { sample($0, megabytes: 50, p99: $0 > 6 ? 9 : 2) }
    #expect(row("delivery p99 ms", samples)?.verdict == .missed)
    #expect(row("delivery p50 ms", samples)?.verdict == .met)
  }

  @Test func whatWasNotMeasuredHasNoRow() {
    #expect(row("search p99 ms", (1...3).map { sample($0, megabytes: 1) }) == nil)
  }
}
