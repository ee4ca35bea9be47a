/// A server as more people have an account, few of whom are there.
struct AccountsGrowth: GrowthTable {
  static let name = "accounts"
  static let abstract = "10 to 1,000,000 accounts: the start, memory, and private messages of 5 pairs"
  static let columns = [
    "accounts", "start s", "MB resident", "private messages/s", "server µs a message", "p50 ms", "log-in p50 ms",
  ]
  static let sizes = decades(to: 6)

  let seconds: Double

  private static let pairs = 5

  func measure(_ size: Int, _ bench: Bench, _ place: String) throws -> [Double?] {
    try Seeding(accounts: size).fill(MeasuredServer.data(in: place))
    let server = try MeasuredServer(bench, in: place)
    defer { server.stop() }
    let resident = try server.usage().resident
    let scenario = ChatScenario(
      kind: .private, members: 2 * Self.pairs, senders: Self.pairs, drive: .window(64), bodyBytes: 64,
      seconds: seconds, warmUp: min(1, seconds), patience: bench.patience)
    let report = try scenario.run(server.target()).sound()
    let comings = try ChurnScenario(members: 1, seconds: seconds, patience: bench.patience).run(server.target())
    return [
      server.startSeconds, Double(resident) / 1e6, report.messageRate, report.processorMicrosecondsPerMessage,
      report.delivery?.p50, comings.figures["log-in p50"],
    ]
  }
}
