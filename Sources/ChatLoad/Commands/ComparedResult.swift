/// The rounds of one case.
struct ComparedResult {
  var title: String
  var goals: [String: Goal] = [:]
  var limit: [LoadReport] = []
  var server: [LoadReport] = []
  /// Rows a second of bare inserts, and messages of one commit of the server.
  var bare: [Double] = []
  var batches: [Double] = []
  /// The same members and senders in an open loop at half of what the server came to, and milliseconds of an fsync.
  var open: [LoadReport] = []
  var syncs: [Double] = []
  var encrypted: [LoadReport] = []

  /// The newest round in a few words.
  var lastRound: String {
    guard let server = server.last, let bare = bare.last else { return "" }
    let limit = limit.last.map { "limit \($0.deliveryRate.grouped)/s, " } ?? ""
    return "\(limit)server \(server.deliveryRate.grouped)/s, bare inserts \(bare.grouped)/s"
  }

  /// True where others on this machine may have been what was measured, in any round.
  var isDisturbed: Bool { (limit + server + open + encrypted).contains(where: \.isDisturbed) }

  /// Reports, and those that they are held against.
  private struct Pair {
    var title: String
    var limit: [LoadReport] = []
    var reports: [LoadReport]
    var goals: [String: Goal]

    func figure(_ what: String, _ value: (LoadReport) -> Double?) -> Figure? {
      Figure(what, of: title, reports.map(value), goals[what])?.against(limit.map(value))
    }

    var speed: Figure? {
      var figure = figure("k deliveries/s") { $0.deliveryRate / 1e3 }
      figure?.certainty = certainty
      return figure
    }

    /// The trust in a ratio: who was held up by a busy generator is faster in truth.
    var certainty: Goal.Certainty {
      switch (limit.contains(where: \.isGeneratorBusy), reports.contains(where: \.isGeneratorBusy)) {
      case (false, false): .exact
      case (true, false): .upperBound
      case (false, true): .lowerBound
      case (true, true): .none
      }
    }
  }

  var figures: [Figure] {
    let alone = Pair(title: title, reports: server, goals: goals)
    let pair = Pair(title: title, limit: limit, reports: server, goals: goals)
    let open = Pair(title: "\(title): open loop at half of it", reports: open, goals: ComparedCase.openGoals)
    let tls = Pair(
      title: "\(title): TLS (limit: plain)", limit: encrypted.isEmpty ? [] : server, reports: encrypted,
      goals: ComparedCase.encryptedGoals)
    let atLimit = [
      pair.speed, pair.figure("CPU s / M deliveries", \.processorPerMillion),
      pair.figure("delivery p50 ms") { $0.delivery?.p50 }, pair.figure("delivery p99 ms") { $0.delivery?.p99 },
    ]
    let figures = [
      Figure(ComparedCase.inserts, of: title, server.map(\.messageRate), goals[ComparedCase.inserts])?
        .against(bare, alone.certainty),
      goals[ComparedCase.commit].flatMap { _ in alone.figure(ComparedCase.commit) { $0.delivery?.p50 } },
      alone.figure("receipt p50 ms") { $0.receipt?.p50 }, alone.figure("receipt p99 ms") { $0.receipt?.p99 },
      Figure("messages a commit", of: title, batches),
      pair.figure("generator % of its core") { $0.usage?.generatorPercent },
      pair.figure("server % of its core") { $0.usage?.serverPercent },
      pair.figure("others % of a core") { $0.usage?.othersPercent },
      pair.figure("server MB resident") { $0.usage?.megabytes },
      open.figure("messages/s", \.rate),
      open.figure("delivery p50 ms") { $0.delivery?.p50 }, open.figure("delivery p99 ms") { $0.delivery?.p99 },
      open.figure("receipt p99 ms") { $0.receipt?.p99 }, Figure("ms of one fsync here", of: open.title, syncs),
      tls.speed, tls.figure("CPU s / M deliveries", \.processorPerMillion),
      tls.figure("generator % of its core") { $0.usage?.generatorPercent },
    ]
    return ((limit.isEmpty ? [] : atLimit) + figures).compactMap { $0 }
  }
}
