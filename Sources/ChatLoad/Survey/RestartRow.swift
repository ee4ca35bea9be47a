/// A server that is killed and started again.
struct RestartRow: SurveyRow {
  static let name = "restart"
  static let abstract = "1,000 clients come back by token after the server was killed and started again"

  private let size: SurveySize

  init(_ size: SurveySize) {
    self.size = size
  }

  var title: String { "\(LoadReport.grouped(Double(size.clients))) clients come back after kill -9 and a restart" }

  func measure(_ bench: Bench, _ place: String) throws -> [Figure] {
    try withServer(bench, place, Seeding(accounts: max(2, size.clients))) { server in
      let scenario = ResumeScenario(
        members: size.clients, seconds: size.seconds, awaitsRestart: true, patience: bench.patience)
      var failure: (any Error)?
      let report = try scenario.run(server.target()) {
        do { try server.crashAndRestart() } catch { failure = error }
      }
      if let failure { throw failure }
      return [
        Figure("s until all are back, from the first answer", report.figures["all back s"] ?? 0, size.goal(.atMost(3))),
        Figure("s of the start itself", server.startSeconds),
      ]
    }
  }
}
