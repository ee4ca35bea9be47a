/// Connections that are lost, and come back by token.
struct ResumeRow: SurveyRow {
  static let name = "resume"
  static let abstract = "connects a second by resume token"

  private let size: SurveySize

  init(_ size: SurveySize) {
    self.size = size
  }

  var title: String { "\(LoadReport.grouped(Double(size.clients))) clients come back by token, again and again" }

  func measure(_ bench: Bench, _ place: String) throws -> [Figure] {
    try withServer(bench, place, Seeding(accounts: max(2, size.clients))) { server in
      let scenario = ResumeScenario(
        members: size.clients, seconds: size.seconds, awaitsRestart: false, patience: bench.patience)
      let report = try scenario.run(server.target()) {}
      return [
        Figure("connects/s", report.figures["resumes/s"] ?? 0, size.goal(.atLeast(5_000))),
        Figure("resume p99 ms", report.figures["resume p99"] ?? 0),
      ] + Figure.load(of: report)
    }
  }
}
