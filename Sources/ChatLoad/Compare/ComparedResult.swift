/// What the rounds of one case came to.
struct ComparedResult {
  var title: String
  var limit: [LoadReport] = []
  var server: [LoadReport] = []
  var bare: [BareInserts.Result] = []
  /// Messages of one commit of the server.
  var batches: [Double] = []

  init(title: String) {
    self.title = title
  }

  /// The newest round in a few words.
  var lastRound: String {
    guard let server = server.last, let bare = bare.last else { return "" }
    let limit = limit.last.map { "limit \(LoadReport.grouped($0.deliveryRate))/s, " } ?? ""
    return
      "\(limit)server \(LoadReport.grouped(server.deliveryRate))/s, bare inserts \(LoadReport.grouped(bare.rate))/s"
  }

  /// The rows of the table for this case.
  var rows: [[String]] {
    var rows: [[String]] = []
    func row(_ name: String, _ limit: [Double?], _ server: [Double?], isVoid: Bool = false) {
      let limit = Spread(limit)
      let server = Spread(server)
      guard let server else { return }
      let ratio = limit.map { LoadReport.short(server.median / $0.median) } ?? "-"
      rows.append([title, name, limit?.text ?? "-", server.text, isVoid ? "void" : ratio])
    }
    if !limit.isEmpty {
      let isVoid = (limit + server).contains(where: \.isGeneratorBusy)
      row("k deliveries/s", limit.map { $0.deliveryRate / 1e3 }, server.map { $0.deliveryRate / 1e3 }, isVoid: isVoid)
      row("CPU s / M deliveries", limit.map(\.processorPerMillion), server.map(\.processorPerMillion))
      row("delivery p50 ms", limit.map { $0.delivery?.p50 }, server.map { $0.delivery?.p50 })
      row("delivery p99 ms", limit.map { $0.delivery?.p99 }, server.map { $0.delivery?.p99 })
    }
    row("messages/s (limit: bare inserts)", bare.map(\.rate), server.map(\.messageRate))
    row("receipt p99 ms (limit: a bare commit)", bare.map(\.commit), server.map { $0.receipt?.p99 })
    row("messages a commit", [], batches)
    row(
      "generator % of its core", limit.map { $0.usage.map { $0.generator * 100 } },
      server.map { $0.usage.map { $0.generator * 100 } })
    row("server % of its core", limit.map(Self.serverLoad), server.map(Self.serverLoad))
    row("server MB resident", limit.map(Self.megabytes), server.map(Self.megabytes))
    return rows
  }

  private static func serverLoad(_ report: LoadReport) -> Double? {
    report.usage.flatMap { usage in usage.serverSeconds.map { $0 / usage.seconds * 100 } }
  }

  private static func megabytes(_ report: LoadReport) -> Double? {
    report.usage?.resident.map { Double($0) / 1e6 }
  }
}
