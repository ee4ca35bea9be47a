/// Somebody who knows the password, among very many who guess.
struct FloodRow: SurveyRow {
  static let name = "flood"
  static let abstract = "a right log-in while others flood with wrong ones"

  private let size: SurveySize

  init(_ size: SurveySize) {
    self.size = size
  }

  private static let addresses = 4
  private static let connections = 16
  /// So many names that none of them is blocked for its wrong passwords: each guess costs a scrypt.
  private static let names = 1..<10_000
  /// The limit of failed log-ins stays lifted, so that the flood never ends; what waits is bounded as always.
  private static let options = [
    "--password-cost", "\(LogInRow.cost)", "--max-password-backlog", "256", "--tell-loopback-apart",
  ]

  var title: String {
    "right log-ins while \(Self.addresses) addresses guess over \(Self.connections) connections each, scrypt N "
      + "2^\(LogInRow.cost)"
  }

  func measure(_ bench: Bench, _ place: String) throws -> [Figure] {
    let seeding = Seeding(accounts: Self.names.upperBound, passwordCost: LogInRow.cost)
    return try withServer(bench, place, seeding, options: Self.options) { server in
      let flood = PasswordFlood(
        try server.target(), addresses: Self.addresses, connections: Self.connections, names: Self.names)
      try flood.awaitGuesses(1, patience: bench.patience)
      let scenario = ChurnScenario(members: 1, seconds: size.seconds, patience: bench.patience)
      let report = try scenario.run(server.target())
      let guesses = try flood.stop()
      return [
        Figure("log-in p50 ms", report.figures["log-in p50"] ?? 0),
        Figure("log-in p99 ms", report.figures["log-in p99"] ?? 0, size.goal(.below(1_000))),
        Figure("right log-ins", (report.figures["rounds/s"] ?? 0) * (report.usage?.seconds ?? 0)),
        Figure("wrong ones refused", Double(guesses)),
      ] + Figure.load(of: report)
    }
  }
}
