/// Very many connections that do nothing but stay, plain.
struct IdleRow: SurveyRow {
  static let name = "idle"
  static let abstract = "10,000 idle connections, plain: memory, and what keep-alives cost"

  let size: SurveySize

  init(_ size: SurveySize) {
    self.size = size
  }

  var title: String { "\(LoadReport.grouped(Double(size.idle))) idle connections, plain" }

  func measure(_ bench: Bench, _ place: String) throws -> [Figure] {
    try measure(bench, place, isEncrypted: false, bytes: 1_024)
  }

  /// The same in plain and in TLS, where a connection may take so many `bytes`.
  func measure(_ bench: Bench, _ place: String, isEncrypted: Bool, bytes: Double) throws -> [Figure] {
    try withServer(bench, place, Seeding(accounts: max(2, size.idle)), isEncrypted: isEncrypted) { server in
      let scenario = IdleScenario(members: size.idle, seconds: size.seconds, patience: bench.patience)
      let report = try scenario.run(server.target())
      var figures = [Figure("resident bytes each", report.figures["bytes each"] ?? 0, size.goal(.atMost(bytes)))]
      if let usage = report.usage, let seconds = usage.serverSeconds {
        figures.append(Figure("% of a core, with keep-alives", seconds / usage.seconds * 100, size.goal(.below(2))))
      }
      return figures + Figure.load(of: report)
    }
  }
}
