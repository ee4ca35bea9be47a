/// What the rounds of one case came to.
struct ComparedResult {
  var title: String
  var goals: ComparedGoals?
  var limit: [LoadReport] = []
  var server: [LoadReport] = []
  var bare: [BareInserts.Result] = []
  /// Messages of one commit of the server.
  var batches: [Double] = []
  /// The same members and senders in an open loop at half of what the server came to, and milliseconds of an fsync.
  var open: [LoadReport] = []
  var syncs: [Double] = []
  /// The same case in TLS.
  var encrypted: [LoadReport] = []

  /// - Parameter goals: nil where they do not hold.
  init(title: String, goals: ComparedGoals? = nil) {
    self.title = title
    self.goals = goals
  }

  /// The newest round in a few words.
  var lastRound: String {
    guard let server = server.last, let bare = bare.last else { return "" }
    let limit = limit.last.map { "limit \(LoadReport.grouped($0.deliveryRate))/s, " } ?? ""
    return
      "\(limit)server \(LoadReport.grouped(server.deliveryRate))/s, bare inserts \(LoadReport.grouped(bare.rate))/s"
  }

  /// The rows of the table for this case.
  var rows: [ComparedRow] {
    (limitRows + storeRows + openRows + encryptedRows).compactMap { $0 }
  }

  /// Whether others on this machine may have been what was measured, in any round.
  var isDisturbed: Bool {
    (limit + server + open + encrypted).contains(where: \.isDisturbed)
  }

  private var limitRows: [ComparedRow?] {
    guard !limit.isEmpty else { return [] }
    var throughput = row("k deliveries/s", limit, server, goals?.throughput) { $0.deliveryRate / 1e3 }
    throughput?.certainty = ComparedRow.certainty(
      isLimitBusy: limit.contains(where: \.isGeneratorBusy), isServerBusy: server.contains(where: \.isGeneratorBusy))
    return [
      throughput,
      row("CPU s / M deliveries", limit, server, goals?.processor, \.processorPerMillion),
      row("delivery p50 ms", limit, server) { $0.delivery?.p50 },
      row("delivery p99 ms", limit, server) { $0.delivery?.p99 },
    ]
  }

  private var storeRows: [ComparedRow?] {
    var messages = ComparedRow(
      title, "messages/s (limit: bare inserts)", limit: bare.map(\.rate), server: server.map(\.messageRate),
      goal: goals?.messages)
    messages?.certainty = ComparedRow.certainty(
      isLimitBusy: false, isServerBusy: server.contains(where: \.isGeneratorBusy))
    return [
      messages,
      goals?.latency.flatMap { goal in
        ComparedRow(title, "delivery p50 ms, the commit in it", server: server.map { $0.delivery?.p50 }, goal: goal)
      },
      ComparedRow(title, "receipt p50 ms", server: server.map { $0.receipt?.p50 }),
      ComparedRow(title, "receipt p99 ms", server: server.map { $0.receipt?.p99 }, goal: goals?.receipt),
      ComparedRow(title, "messages a commit", server: batches),
      row("generator % of its core", limit, server) { $0.usage.map { $0.generator * 100 } },
      row("server % of its core", limit, server, nil, Self.serverLoad),
      row("others % of a core", limit, server) { $0.usage?.others.map { $0 * 100 } },
      row("server MB resident", limit, server) { $0.usage?.resident.map { Double($0) / 1e6 } },
    ]
  }

  private var openRows: [ComparedRow?] {
    let title = "\(title): open loop at half of it"
    return [
      ComparedRow(title, "messages/s", server: open.map(\.rate)),
      ComparedRow(title, "delivery p50 ms", server: open.map { $0.delivery?.p50 }),
      ComparedRow(
        title, "delivery p99 ms", server: open.map { $0.delivery?.p99 }, goal: ComparedGoals.openDelivery),
      ComparedRow(title, "receipt p99 ms", server: open.map { $0.receipt?.p99 }, goal: ComparedGoals.openReceipt),
      ComparedRow(title, "ms of one fsync here", server: syncs),
    ]
  }

  private var encryptedRows: [ComparedRow?] {
    let title = "\(title): TLS (limit: plain)"
    var throughput = ComparedRow(
      title, "k deliveries/s", limit: encrypted.isEmpty ? [] : server.map { $0.deliveryRate / 1e3 },
      server: encrypted.map { $0.deliveryRate / 1e3 }, goal: ComparedGoals.encrypted)
    throughput?.certainty = ComparedRow.certainty(
      isLimitBusy: server.contains(where: \.isGeneratorBusy), isServerBusy: encrypted.contains(where: \.isGeneratorBusy)
    )
    return [
      throughput,
      ComparedRow(
        title, "CPU s / M deliveries", limit: server.map(\.processorPerMillion),
        server: encrypted.map(\.processorPerMillion)),
      ComparedRow(
        title, "generator % of its core", limit: server.map { $0.usage.map { $0.generator * 100 } },
        server: encrypted.map { $0.usage.map { $0.generator * 100 } }),
    ]
  }

  private func row(
    _ what: String, _ limit: [LoadReport], _ server: [LoadReport], _ goal: Goal? = nil,
    _ value: (LoadReport) -> Double?
  ) -> ComparedRow? {
    ComparedRow(title, what, limit: limit.map(value), server: server.map(value), goal: goal)
  }

  private static func serverLoad(_ report: LoadReport) -> Double? {
    report.usage.flatMap { usage in usage.serverSeconds.map { $0 / usage.seconds * 100 } }
  }
}
