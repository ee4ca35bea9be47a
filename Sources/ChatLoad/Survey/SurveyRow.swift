import ChatCore
import ChatSystem

/// One thing that is looked at by itself, on a server of its own, and not against a limit.
struct SurveyRow: Sendable {
  /// How it is asked for.
  let name: String
  /// A description, in one sentence's beginning.
  let abstract: String
  /// The same with its numbers.
  let title: @Sendable (SurveySize) -> String
  let measure: @Sendable (SurveySize, Bench) throws -> [Figure?]

  /// All rows, in the order of the table.
  static var all: [SurveyRow] { [idle, encryptedIdle, resume, restart, logIn, flood, file, store, mailbox] }

  // MARK: - Connections

  private static let idle = SurveyRow(
    name: "idle", abstract: "10,000 idle connections, plain: memory, and what keep-alives cost",
    title: { "\($0.idle.grouped) idle connections, plain" },
    measure: { try measureIdle($0, $1, isEncrypted: false, bytes: 1_024) })

  private static let encryptedIdle = SurveyRow(
    name: "idle-tls", abstract: "10,000 idle connections in TLS, likewise",
    title: { "\($0.idle.grouped) idle connections, TLS" },
    measure: { try measureIdle($0, $1, isEncrypted: true, bytes: 20_480) })

  /// A connection may take so many `bytes`.
  private static func measureIdle(
    _ size: SurveySize, _ bench: Bench, isEncrypted: Bool, bytes: Double
  ) throws -> [Figure?] {
    try bench.withServer(Seeding(accounts: max(2, size.idle)), isEncrypted: isEncrypted) { server in
      let report = try IdleScenario(members: size.idle, seconds: size.seconds).run(server.target())
      return [
        Figure("resident bytes each", [report.figures["bytes each"] ?? 0], size.goal(.atMost(bytes))),
        Figure("% of a core, with keep-alives", [report.usage?.serverPercent], size.goal(.below(2))),
      ] + load(of: report)
    }
  }

  private static let resume = SurveyRow(
    name: "resume", abstract: "connects a second by resume token",
    title: { "\($0.clients.grouped) clients come back by token, again and again" }
  ) { size, bench in
    try bench.withServer(Seeding(accounts: max(2, size.clients))) { server in
      let report = try ResumeScenario(members: size.clients, seconds: size.seconds).run(server.target())
      return [
        Figure("connects/s", [report.figures["resumes/s"] ?? 0], size.goal(.atLeast(5_000))),
        Figure("resume p99 ms", [report.figures["resume p99"] ?? 0]),
      ] + load(of: report)
    }
  }

  private static let restart = SurveyRow(
    name: "restart", abstract: "1,000 clients come back by token after the server was killed and started again",
    title: { "\($0.clients.grouped) clients come back after kill -9 and a restart" }
  ) { size, bench in
    try bench.withServer(Seeding(accounts: max(2, size.clients))) { server in
      let scenario = ResumeScenario(members: size.clients, seconds: size.seconds, restart: server.crashAndRestart)
      let back = try scenario.run(server.target()).figures["all back s"] ?? 0
      return [
        Figure("s until all are back, from the first answer", [back], size.goal(.atMost(3))),
        Figure("s of the start itself", [server.startSeconds]),
      ]
    }
  }

  private static let mailbox = SurveyRow(
    name: "mailbox", abstract: "a mailbox of 10,000 messages, from the connection until all are there",
    title: { "a mailbox of \($0.mailbox.grouped) messages" }
  ) { size, bench in
    try bench.withServer(Seeding(accounts: 100, mailbox: size.mailbox)) { server in
      let report = try MailboxScenario(messages: size.mailbox).run(server.target()).sound()
      return [Figure("s from the connection on", [report.figures["delivered s"] ?? 0], size.goal(.atMost(0.5)))]
    }
  }

  // MARK: - Passwords

  /// The cost that `chatctl serve` hashes with unless told otherwise.
  private static let cost = 15

  private static let logIn = SurveyRow(
    name: "log-in", abstract: "log-ins a second at the real cost of scrypt, and how many scrypt allows",
    title: { _ in "log-ins by password, scrypt N 2^\(cost), one processor" }
  ) { size, bench in
    // The shortest of some is that of one check by itself, in seconds.
    let times = try (0..<5).map { _ in
      let start = MonotonicClock.now()
      _ = try Accounts.verifier(cost: cost)
      return Double(MonotonicClock.now() - start) / 1e9
    }
    let check = times.min() ?? 0
    // As many people as wait for each other.
    let seeding = Seeding(accounts: 8, passwordCost: cost)
    return try bench.withServer(seeding, options: ["--password-cost", "\(cost)"]) { server in
      let report = try ChurnScenario(members: seeding.accounts, seconds: size.seconds).run(server.target())
      let rate = report.figures["rounds/s"] ?? 0
      return [
        Figure("ms of one scrypt alone", [check * 1e3]), Figure("log-ins/s that one processor allows", [1 / check]),
        Figure("log-ins/s", [rate]), Figure("part of what scrypt allows", [rate * check]),
      ] + load(of: report)
    }
  }

  private static let addresses = 4
  private static let connections = 16

  /// Somebody who knows the password, among very many who guess.
  private static let flood = SurveyRow(
    name: "flood", abstract: "a right log-in while others flood with wrong ones",
    title: { _ in
      "right log-ins while \(addresses) addresses guess over \(connections) connections each, scrypt N 2^\(cost)"
    }
  ) { size, bench in
    // So many names that none of them is blocked for its wrong passwords: each guess costs a scrypt. The limit of failed
    // log-ins stays lifted, so that the flood never ends; what waits is bounded as always.
    let seeding = Seeding(accounts: 10_000, passwordCost: cost)
    let options = ["--password-cost", "\(cost)", "--max-password-backlog", "256", "--tell-loopback-apart"]
    return try bench.withServer(seeding, options: options) { server in
      let flood = PasswordFlood(
        try server.target(), addresses: addresses, connections: connections, names: 1..<seeding.accounts)
      try flood.awaitGuess(patience: bench.patience)
      let report = try ChurnScenario(members: 1, seconds: size.seconds).run(server.target())
      let guesses = try flood.stop()
      return [
        Figure("log-in p50 ms", [report.figures["log-in p50"] ?? 0]),
        Figure("log-in p99 ms", [report.figures["log-in p99"] ?? 0], size.goal(.below(1_000))),
        Figure("right log-ins", [(report.figures["rounds/s"] ?? 0) * (report.usage?.seconds ?? 0)]),
        Figure("wrong ones refused", [Double(guesses)]),
      ] + load(of: report)
    }
  }

  // MARK: - Files and the log

  private static let members = 100
  private static let rate = 100.0

  private static let file = SurveyRow(
    name: "file", abstract: "a file of 1 GiB each way, and the chat beside it",
    title: {
      "a file of \((Double($0.file) / 1_048_576).grouped) MiB beside \(rate.grouped) messages/s to \(members) members, "
        + "plain"
    }
  ) { size, bench in
    try bench.withServer(Seeding(accounts: members + 2)) { server in
      let report = try TransferScenario(size: size.file, members: members, rate: rate).run(server.target()).sound()
      return [
        Figure("MB/s to the server", [report.figures["MB/s up"] ?? 0], size.goal(.atLeast(300))),
        Figure("MB/s from the server", [report.figures["MB/s down"] ?? 0], size.goal(.atLeast(300))),
        Figure("chat p99 ms meanwhile", [report.delivery?.p99 ?? 0], size.goal(.below(20))),
      ] + load(of: report)
    }
  }

  private static let store = SurveyRow(
    name: "store", abstract: "start and search with 100,000 accounts and 5 million messages",
    title: { "\($0.accounts.grouped) accounts, \($0.messages.grouped) messages" }
  ) { size, bench in
    let seeding = Seeding(accounts: size.accounts, broadcasts: size.messages, isIndexed: true)
    return try bench.withServer(seeding) { server in
      let resident = try server.usage().resident
      let query = LogQuery(text: "word17", limit: 50)
      let report = try SearchScenario(query: query, seconds: min(size.seconds, 5)).run(server.target())
      return [
        Figure("s of the start", [server.startSeconds], size.goal(.below(1))),
        Figure("MiB resident", [Double(resident) / 1_048_576], size.goal(.below(150))),
        Figure("search, first page, p50 ms", [report.figures["answer p50"] ?? 0]),
        Figure("search, first page, p99 ms", [report.figures["answer p99"] ?? 0], size.goal(.below(100))),
        Figure("found on it", [report.figures["found each"] ?? 0]),
      ] + load(of: report)
    }
  }

  /// The load of both processors beside the server, so that one sees whether the server was measured: as far as it is known.
  private static func load(of report: LoadReport) -> [Figure?] {
    [
      Figure("generator % of its core", [report.usage.map { $0.generator * 100 }]),
      Figure("others % of a core", [report.usage?.othersPercent]),
    ]
  }
}
