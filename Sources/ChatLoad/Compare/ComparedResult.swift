/// The rounds of one case.
struct ComparedResult {
  var title: String
  var goals = ComparedCase.Goals()
  var limit: [LoadReport] = []
  var server: [LoadReport] = []
  /// Rows a second of bare inserts.
  var bare: [Double] = []
  /// Messages of one commit of the server.
  var batches: [Double] = []
  /// The same members and senders in an open loop at half of what the server came to, and milliseconds of an fsync.
  var open: [LoadReport] = []
  var syncs: [Double] = []
  /// The same case in TLS.
  var encrypted: [LoadReport] = []

  init(title: String, goals: ComparedCase.Goals = ComparedCase.Goals()) {
    self.title = title
    self.goals = goals
  }

  /// The newest round in a few words.
  var lastRound: String {
    guard let server = server.last, let bare = bare.last else { return "" }
    let limit = limit.last.map { "limit \($0.deliveryRate.grouped)/s, " } ?? ""
    return "\(limit)server \(server.deliveryRate.grouped)/s, bare inserts \(bare.grouped)/s"
  }

  /// True where others on this machine may have been what was measured, in any round.
  var isDisturbed: Bool { (limit + server + open + encrypted).contains(where: \.isDisturbed) }

  /// The rows of the table for this case.
  var figures: [Figure] {
    (limitFigures + storeFigures + openFigures + encryptedFigures).compactMap { $0 }
  }

  /// Reports, and those that they are held against.
  private struct Pair {
    var title: String
    var limit: [LoadReport] = []
    var reports: [LoadReport]

    func figure(_ what: String, _ goal: Goal? = nil, _ value: (LoadReport) -> Double?) -> Figure? {
      Figure(what, of: title, reports.map(value), goal)?.against(limit.map(value), isRatio: true)
    }

    /// Deliveries a second; who was held up by a busy generator is faster in truth.
    func speed(_ goal: Goal?) -> Figure? {
      var figure = figure("k deliveries/s", goal) { $0.deliveryRate / 1e3 }
      figure?.certainty = ComparedResult.certainty(limit, reports)
      return figure
    }
  }

  private static func certainty(_ limit: [LoadReport], _ reports: [LoadReport]) -> Goal.Certainty {
    switch (limit.contains(where: \.isGeneratorBusy), reports.contains(where: \.isGeneratorBusy)) {
    case (false, false): .exact
    case (true, false): .upperBound
    case (false, true): .lowerBound
    case (true, true): .none
    }
  }

  private var limitFigures: [Figure?] {
    guard !limit.isEmpty else { return [] }
    let pair = Pair(title: title, limit: limit, reports: server)
    return [
      pair.speed(goals.throughput), pair.figure("CPU s / M deliveries", goals.processor, \.processorPerMillion),
      pair.figure("delivery p50 ms") { $0.delivery?.p50 }, pair.figure("delivery p99 ms") { $0.delivery?.p99 },
    ]
  }

  private var storeFigures: [Figure?] {
    let alone = Pair(title: title, reports: server)
    let pair = Pair(title: title, limit: limit, reports: server)
    return [
      Figure("messages/s (limit: bare inserts)", of: title, server.map(\.messageRate), goals.messages)?
        .against(bare, isRatio: true, Self.certainty([], server)),
      goals.latency.flatMap { alone.figure("delivery p50 ms, the commit in it", $0) { $0.delivery?.p50 } },
      alone.figure("receipt p50 ms") { $0.receipt?.p50 },
      alone.figure("receipt p99 ms", goals.receipt) { $0.receipt?.p99 },
      Figure("messages a commit", of: title, batches),
      pair.figure("generator % of its core", nil, Self.generatorPercent),
      pair.figure("server % of its core") { $0.usage?.serverPercent },
      pair.figure("others % of a core") { $0.usage?.othersPercent },
      pair.figure("server MB resident") { $0.usage?.resident.map { Double($0) / 1e6 } },
    ]
  }

  private var openFigures: [Figure?] {
    let pair = Pair(title: "\(title): open loop at half of it", reports: open)
    return [
      pair.figure("messages/s", nil, \.rate),
      pair.figure("delivery p50 ms") { $0.delivery?.p50 },
      pair.figure("delivery p99 ms", ComparedCase.Goals.openDelivery) { $0.delivery?.p99 },
      pair.figure("receipt p99 ms", ComparedCase.Goals.openReceipt) { $0.receipt?.p99 },
      Figure("ms of one fsync here", of: pair.title, syncs),
    ]
  }

  private var encryptedFigures: [Figure?] {
    let pair = Pair(title: "\(title): TLS (limit: plain)", limit: encrypted.isEmpty ? [] : server, reports: encrypted)
    return [
      pair.speed(ComparedCase.Goals.encrypted), pair.figure("CPU s / M deliveries", nil, \.processorPerMillion),
      pair.figure("generator % of its core", nil, Self.generatorPercent),
    ]
  }

  private static func generatorPercent(_ report: LoadReport) -> Double? {
    report.usage.map { $0.generator * 100 }
  }
}
