import Testing

@testable import ChatLoad

@Suite
struct SoakTrendTests {
  /// Samples of so many minutes, of which only these columns are known.
  private func figure(_ what: String, minutes: ClosedRange<Int>, _ columns: [String: (Int) -> Double]) -> Figure? {
    var series = Table(SoakTrend.columns)
    for minute in minutes { _ = series.add(SoakTrend.columns.map { columns[$0]?(minute) }) }
    return SoakTrend.figures(series).first { $0.what == what }
  }

  private func memory(minutes: ClosedRange<Int>, _ megabytes: @escaping (Int) -> Double) -> Figure? {
    figure("MB resident", minutes: minutes, ["MB resident": megabytes])
  }

  @Test func fewSamplesHaveNoTrend() {
    #expect(memory(minutes: 1...2) { _ in 1 } == nil)
  }

  /// The first five minutes are not looked at, the five behind them are compared with the last five.
  @Test func beginningDoesNotCount() {
    let memory = memory(minutes: 1...60) { $0 <= 5 ? 1 : 100 }
    #expect(memory?.reference?.median == 100)
    #expect(memory?.value.median == 100)
    #expect(memory?.verdict == .met)
  }

  @Test func growthIsSeen() {
    let memory = memory(minutes: 1...60) { 50 + Double($0) }
    #expect(memory?.reference?.median == 58)
    #expect(memory?.value.median == 108)
    #expect(memory?.verdict == .missed)
    #expect(memory.map(Table.trend.cells) == ["MB resident", "58.0", "108", "≤ 71.8", "missed"])
  }

  @Test func slowerDeliveriesAreSeen() {
    let columns: [String: (Int) -> Double] = ["p50 ms": { _ in 1 }, "p99 ms": { $0 > 6 ? 9 : 2 }]
    #expect(figure("delivery p99 ms", minutes: 1...9, columns)?.verdict == .missed)
    #expect(figure("delivery p50 ms", minutes: 1...9, columns)?.verdict == .met)
  }

  @Test func whatWasNotMeasuredHasNoRow() {
    #expect(figure("search p99 ms", minutes: 1...3, ["MB resident": { _ in 1 }]) == nil)
  }
}
