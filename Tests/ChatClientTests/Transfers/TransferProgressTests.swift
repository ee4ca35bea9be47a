import ChatCore
import Testing

@testable import ChatClient

@Suite struct TransferProgressTests {
  private static func summary(
    _ name: String = "my notes.txt", size: Int64? = 34_500_000, isUpload: Bool = true, isStopped: Bool = false,
    number: Int = 2
  ) -> TransferSummary {
    TransferSummary(
      ticket: TransferTicket(rawValue: number), isUpload: isUpload, peer: "bob", name: name, size: size,
      isStopped: isStopped)
  }

  private static func at(_ seconds: Double) -> Uptime {
    Uptime(nanoseconds: 0).advanced(bySeconds: seconds)
  }

  @Test func aBarSaysHowFarAndHowFast() {
    var meter = TransferMeter()
    let first = meter.measure([Self.summary()], at: Self.at(1)) { _ in 0 }
    #expect(first.map(\.bar) == ["[--------------------]   0 %  0.0 of 34.5 MB  2: my notes.txt to bob"])
    #expect(first.map(\.secondsWatched) == [0])
    let second = meter.measure([Self.summary()], at: Self.at(4)) { _ in 12_100_000 }
    #expect(
      second.map(\.bar) == [
        "[#######-------------]  35 %  12.1 of 34.5 MB  4.0 MB/s  0:06 left  2: my notes.txt to bob"
      ])
    #expect(
      second.map(\.line) == ["2: my notes.txt to bob  35 %  12.1 of 34.5 MB  4.0 MB/s  0:06 left"])
    #expect(second.map(\.secondsWatched) == [3])
  }

  @Test func theRateIsSmooth() {
    var rate = TransferRate(bytes: 0, at: Self.at(0))
    #expect(rate.bytesPerSecond == nil && rate.seconds(for: 1) == nil)
    rate.note(1_000, at: Self.at(1))
    #expect(rate.bytesPerSecond == 1_000)
    // A quarter of a second without anything is no standstill.
    rate.note(1_000, at: Self.at(1.25))
    #expect((900...1_000).contains(rate.bytesPerSecond ?? 0))
    for second in 2...60 { rate.note(1_000, at: Self.at(Double(second))) }
    #expect(rate.seconds(for: 1) == nil)
  }

  @Test func aLostConnectionBeginsTheRateAnew() {
    var meter = TransferMeter()
    _ = meter.measure([Self.summary()], at: Self.at(0)) { _ in 0 }
    _ = meter.measure([Self.summary()], at: Self.at(1)) { _ in 20_000_000 }
    let stopped = meter.measure([Self.summary(isStopped: true)], at: Self.at(2)) { _ in 20_000_000 }
    #expect(stopped.map(\.line) == ["2: my notes.txt to bob  57 %  20.0 of 34.5 MB  waits for the connection"])
    // The server has forgotten most of it.
    let again = meter.measure([Self.summary()], at: Self.at(3)) { _ in 10_000_000 }
    #expect(again.map(\.line) == ["2: my notes.txt to bob  28 %  10.0 of 34.5 MB"])
    let later = meter.measure([Self.summary()], at: Self.at(4)) { _ in 11_000_000 }
    #expect(later.first?.rate.bytesPerSecond == 1_000_000)
  }

  @Test func severalAreWatchedAndThoseThatAreOverForgotten() {
    var meter = TransferMeter()
    _ = meter.measure([Self.summary(number: 1), Self.summary(number: 2)], at: Self.at(0)) { _ in 0 }
    let one = meter.measure([Self.summary(isUpload: false, number: 2)], at: Self.at(5)) { _ in nil }
    #expect(one.map(\.transfer.title) == ["2: my notes.txt from bob"])
    let both = meter.measure([Self.summary(number: 1), Self.summary(number: 2)], at: Self.at(6)) { _ in 0 }
    #expect(both.map(\.secondsWatched) == [0, 6])
  }

  @Test(arguments: [
    (Int64?.none, "has not begun"), (0, "100 %  0 of 0 B"), (999, "0 %  0 of 999 B"), (1_000, "0 %  0.0 of 1.0 kB"),
    (3_210_000_000, "0 %  0.0 of 3.2 GB"),
  ])
  func sizes(size: Int64?, text: String) {
    var meter = TransferMeter()
    let progress = meter.measure([Self.summary(size: size)], at: Self.at(0)) { _ in 0 }
    #expect(progress.map(\.line) == ["2: my notes.txt to bob  \(text)"])
  }

  @Test(arguments: [(9.2, "0:10"), (61, "1:01"), (3_723, "1:02:03"), (1e12, "8760:00:00")])
  func timeLeft(seconds: Double, text: String) {
    var meter = TransferMeter()
    let size = Int64(seconds * 1_000_000) + 1_000_000
    _ = meter.measure([Self.summary(size: size)], at: Self.at(0)) { _ in 0 }
    let progress = meter.measure([Self.summary(size: size)], at: Self.at(1)) { _ in 1_000_000 }
    #expect(progress.first?.line.hasSuffix("  \(text) left") == true)
  }

  @Test func namesAreSafe() {
    #expect(Self.summary("\u{1B}[2J").title == "2: ^[[2J to bob")
  }
}
