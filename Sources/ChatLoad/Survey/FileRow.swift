/// A large file, to the server and back, while others chat.
struct FileRow: SurveyRow {
  static let name = "file"
  static let abstract = "a file of 1 GiB each way, and the chat beside it"

  private let size: SurveySize

  init(_ size: SurveySize) {
    self.size = size
  }

  private static let members = 100
  private static let rate = 100.0

  var title: String {
    "a file of \(LoadReport.grouped(Double(size.file) / 1_048_576)) MiB beside "
      + "\(LoadReport.grouped(Self.rate)) messages/s to \(Self.members) members, plain"
  }

  func measure(_ bench: Bench, _ place: String) throws -> [Figure] {
    try withServer(bench, place, Seeding(accounts: Self.members + 2)) { server in
      let scenario = TransferScenario(
        size: size.file, members: Self.members, rate: Self.rate, bodyBytes: 64, patience: bench.patience)
      let report = try scenario.run(server.target()).sound()
      return [
        Figure("MB/s to the server", report.figures["MB/s up"] ?? 0, size.goal(.atLeast(300))),
        Figure("MB/s from the server", report.figures["MB/s down"] ?? 0, size.goal(.atLeast(300))),
        Figure("chat p99 ms meanwhile", report.delivery?.p99 ?? 0, size.goal(.below(20))),
      ] + Figure.load(of: report)
    }
  }
}
