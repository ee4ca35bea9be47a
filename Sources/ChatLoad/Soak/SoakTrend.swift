/// Whether it goes on at the end as it did after the beginning. Pure.
struct SoakTrend {
  /// How many samples are looked at; the first of them, as many, are the beginning and are not.
  private let early: ArraySlice<SoakSample>
  private let late: ArraySlice<SoakSample>

  /// The first five samples, where there are enough; a third of them where there are not.
  private static let longestBlock = 5

  /// Of at least three samples; nil of fewer.
  init?(_ samples: [SoakSample]) {
    guard samples.count >= 3 else { return nil }
    let block = min(Self.longestBlock, samples.count / 3)
    early = samples[block..<2 * block]
    late = samples.suffix(block)
  }

  /// A row of the table below.
  struct Row: Equatable {
    var what: String
    var early: Double
    var late: Double
    /// So much it may be at the end.
    var goal: Goal

    var verdict: Goal.Verdict { goal.verdict(late) }
    var cells: [String] {
      [what, LoadReport.short(early), LoadReport.short(late), goal.text, verdict.rawValue]
    }
  }

  static let table = MarkdownTable(columns: ["what", "after the beginning", "at the end", "may be", "verdict"])

  /// Medians of both times. Memory may grow by a tenth and 8 MB, latencies by a half and a millisecond.
  var rows: [Row] {
    [
      row("MB resident", { $0.resident / 1e6 }, times: 1.1, plus: 8),
      row("descriptors beside connections", \.descriptors, times: 1, plus: 4),
      row("server % of its core", \.server, times: 1.25, plus: 2),
      row("delivery p50 ms", { $0.delivery?.p50 }, times: 1.5, plus: 1),
      row("delivery p99 ms", { $0.delivery?.p99 }, times: 1.5, plus: 1),
      row("receipt p99 ms", { $0.receipt?.p99 }, times: 1.5, plus: 1),
      row("private p99 ms", { $0.privateDelivery?.p99 }, times: 1.5, plus: 1),
      row("back p99 ms", { $0.comingBack?.p99 }, times: 1.5, plus: 1),
      row("search p99 ms", { $0.search?.p99 }, times: 1.5, plus: 1),
    ].compactMap { $0 }
  }

  private func row(_ what: String, _ value: (SoakSample) -> Double?, times factor: Double, plus slack: Double) -> Row? {
    guard let early = Spread(early.map(value))?.median, let late = Spread(late.map(value))?.median else { return nil }
    // To a tenth: what it may be is printed.
    let bound = ((early * factor + slack) * 10).rounded() / 10
    return Row(what: what, early: early, late: late, goal: .atMost(bound))
  }
}
