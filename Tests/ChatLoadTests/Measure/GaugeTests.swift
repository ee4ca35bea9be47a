import Testing

@testable import ChatLoad

@Suite
struct GaugeTests {
  /// User, nice, system and stolen time, in ticks of 10 ms; neither idle time nor interrupts.
  @Test func processesAreCounted() {
    #expect(Gauge.machineSeconds("cpu  100 20 300 9999 9999 9999 9999 5 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n") == 4.25)
  }

  @Test(arguments: ["", "cpu 1 2 3", "intr 1 2 3 4 5 6 7 8"]) func nonsenseIsNothing(stat: String) {
    #expect(Gauge.machineSeconds(stat) == nil)
  }

  @Test func thisMachineTells() {
    #expect(Gauge.machineSeconds() ?? 0 > 0)
  }

  @Test func othersAreNoticed() {
    var report = LoadReport("fanout", members: 1)
    #expect(!report.isDisturbed)
    report.usage = Usage(seconds: 1, generator: 0.5, others: 0.5)
    #expect(report.isDisturbed)
    #expect(report.lines.contains { $0.contains("others") })
  }
}
