/// Somebody comes to whom very many messages were sent meanwhile.
struct MailboxRow: SurveyRow {
  static let name = "mailbox"
  static let abstract = "a mailbox of 10,000 messages, from the connection until all are there"

  private let size: SurveySize

  init(_ size: SurveySize) {
    self.size = size
  }

  var title: String { "a mailbox of \(LoadReport.grouped(Double(size.mailbox))) messages" }

  func measure(_ bench: Bench, _ place: String) throws -> [Figure] {
    try withServer(bench, place, Seeding(accounts: 100, mailbox: size.mailbox)) { server in
      let report = try MailboxScenario(messages: size.mailbox, patience: bench.patience).run(server.target()).sound()
      return [Figure("s from the connection on", report.figures["delivered s"] ?? 0, size.goal(.atMost(0.5)))]
    }
  }
}
