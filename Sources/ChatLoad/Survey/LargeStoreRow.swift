/// A server with very much in its log: how it starts, and how it finds things.
struct LargeStoreRow: SurveyRow {
  static let name = "store"
  static let abstract = "start and search with 100,000 accounts and 5 million messages"

  private let size: SurveySize

  init(_ size: SurveySize) {
    self.size = size
  }

  /// What a first page shows.
  static let page = 50

  var title: String {
    "\(LoadReport.grouped(Double(size.accounts))) accounts, \(LoadReport.grouped(Double(size.messages))) messages"
  }

  func measure(_ bench: Bench, _ place: String) throws -> [Figure] {
    let data = MeasuredServer.data(in: place)
    try Seeding(accounts: size.accounts, broadcasts: size.messages).fill(data)
    try WordIndex.fill(data)
    let server = try MeasuredServer(bench, in: place)
    defer { server.stop() }
    let resident = try server.usage().resident
    let scenario = SearchScenario(
      members: 1, text: "word17", limit: Self.page, seconds: min(size.seconds, 5), patience: bench.patience)
    let report = try scenario.run(server.target())
    return [
      Figure("s of the start", server.startSeconds, size.goal(.below(1))),
      Figure("MiB resident", Double(resident) / 1_048_576, size.goal(.below(150))),
      Figure("search, first page, p50 ms", report.figures["answer p50"] ?? 0),
      Figure("search, first page, p99 ms", report.figures["answer p99"] ?? 0, size.goal(.below(100))),
      Figure("found on it", report.figures["found each"] ?? 0),
    ] + Figure.load(of: report)
  }
}
