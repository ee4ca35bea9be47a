import ChatCore
import ChatSystem

/// One thing that is looked at by itself, on a server of its own, and not against a limit.
struct SurveyRow: Sendable {
  let name: String
  /// A description, in one sentence's beginning, and the same with its numbers.
  let abstract: String
  let title: @Sendable (SurveySize) -> String
  /// The server, and its data.
  let seeding: @Sendable (SurveySize) -> Seeding
  var kind = MeasuredServer.Kind.chatctl()
  let measure: @Sendable (SurveySize, MeasuredServer) throws -> [Figure?]

  static var all: [SurveyRow] {
    [
      idle(isEncrypted: false, "10,000 idle connections, plain: memory, and what keep-alives cost", bytes: 1_024),
      idle(isEncrypted: true, "10,000 idle connections in TLS, likewise", bytes: 20_480), resume, restart, logIn, flood,
      file, store, mailbox,
    ]
  }

  private static func idle(isEncrypted: Bool, _ abstract: String, bytes: Double) -> SurveyRow {
    SurveyRow(
      name: isEncrypted ? "idle-tls" : "idle", abstract: abstract,
      title: { "\($0.idle.grouped) idle connections, \(isEncrypted ? "TLS" : "plain")" },
      seeding: { Seeding(accounts: max(2, $0.idle)) }, kind: .chatctl(isEncrypted: isEncrypted)
    ) { size, server in
      let report = try Idle.measure(server.target(), members: size.idle, seconds: size.seconds)
      return [
        Figure("resident bytes each", [report["bytes each"]], size.goal(.atMost(bytes))),
        Figure("% of a core, with keep-alives", [report.usage?.serverPercent], size.goal(.below(2))),
      ] + load(of: report)
    }
  }

  private static let resume = SurveyRow(
    name: "resume", abstract: "connects a second by resume token",
    title: { "\($0.clients.grouped) clients come back by token, again and again" },
    seeding: { Seeding(accounts: max(2, $0.clients)) }
  ) { size, server in
    let report = try Resume.measure(server.target(), members: size.clients, seconds: size.seconds)
    return [
      Figure("connects/s", [report["resumes/s"]], size.goal(.atLeast(5_000))),
      Figure("resume p99 ms", [report["resume p99"]]),
    ] + load(of: report)
  }

  private static let restart = SurveyRow(
    name: "restart", abstract: "1,000 clients come back by token after the server was killed and started again",
    title: { "\($0.clients.grouped) clients come back after kill -9 and a restart" },
    seeding: { Seeding(accounts: max(2, $0.clients)) }
  ) { size, server in
    let report = try Resume.measure(
      server.target(), members: size.clients, seconds: size.seconds, restart: server.crashAndRestart)
    return [
      Figure("s until all are back, from the first answer", [report["all back s"]], size.goal(.atMost(3))),
      Figure("s of the start itself", [server.startSeconds]),
    ]
  }

  private static let mailbox = SurveyRow(
    name: "mailbox", abstract: "a mailbox of 10,000 messages, from the connection until all are there",
    title: { "a mailbox of \($0.mailbox.grouped) messages" },
    seeding: { Seeding(accounts: 100, mailbox: $0.mailbox) }
  ) { size, server in
    let crowd = try Crowd(server.target(), people: 1)
    defer { crowd.disband() }
    let mailbox = Mailbox()
    crowd.traffic = mailbox
    try crowd.logInAll()
    var report = LoadReport("mailbox", members: 1)
    report.flaws = Arrivals.Flaws(
      lost: max(0, size.mailbox - mailbox.count), doubled: max(0, mailbox.count - size.mailbox),
      outOfOrder: mailbox.outOfOrder)
    _ = try report.sound()
    return [Figure("s from the connection on", [mailbox.seconds], size.goal(.atMost(0.5)))]
  }

  private final class Mailbox: Traffic {
    private(set) var count = 0
    private(set) var seconds = 0.0
    private var newest: UInt64 = 0
    private(set) var outOfOrder = 0

    override func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {
      count += 1
      if delivery.id <= newest { outOfOrder += 1 }
      newest = max(newest, delivery.id)
    }

    override func isLive(_ member: Member, at now: Int64) {
      seconds = Double(now - member.began) / 1e9
    }
  }

  /// The cost that `chatctl serve` hashes with unless told otherwise, and as many people as wait for each other.
  private static let (cost, people) = (15, 8)

  private static let logIn = SurveyRow(
    name: "log-in", abstract: "log-ins a second at the real cost of scrypt, and how many scrypt allows",
    title: { _ in "log-ins by password, scrypt N 2^\(cost), one processor" },
    seeding: { _ in Seeding(accounts: people, passwordCost: cost) }, kind: .chatctl(["--password-cost", "\(cost)"])
  ) { size, server in
    let report = try Churn.measure(server.target(), members: people, seconds: size.seconds)
    let rate = report["rounds/s"] ?? 0
    // The time that one check of a password takes by itself: the shortest of some.
    let checks = try (0..<5).map { _ in
      let start = MonotonicClock.now()
      _ = try Accounts.verifier(cost: cost)
      return Double(MonotonicClock.now() - start) / 1e9
    }
    let shortest = checks.min() ?? 0
    return [
      Figure("ms of one scrypt alone", [shortest * 1e3]), Figure("log-ins/s that one processor allows", [1 / shortest]),
      Figure("log-ins/s", [rate]), Figure("part of what scrypt allows", [rate * shortest]),
    ] + load(of: report)
  }

  private static let (addresses, connections) = (4, 16)
  /// Names, so many that none of them is blocked for its wrong passwords: each guess costs a scrypt.
  private static let names = 1..<10_000

  /// Somebody who knows the password, among very many who guess. The limit of failed log-ins stays lifted, so that the flood
  /// never ends; what waits is bounded as always.
  private static let flood = SurveyRow(
    name: "flood", abstract: "a right log-in while others flood with wrong ones",
    title: { _ in
      "right log-ins while \(addresses) addresses guess over \(connections) connections each, scrypt N 2^\(cost)"
    },
    seeding: { _ in Seeding(accounts: names.upperBound, passwordCost: cost) },
    kind: .chatctl(["--password-cost", "\(cost)", "--max-password-backlog", "256", "--tell-loopback-apart"])
  ) { size, server in
    let flood = PasswordFlood(addresses: addresses, connections: connections, names: names)
    let (report, guesses) = try flood.run(server.target()) {
      try Churn.measure(server.target(), members: 1, seconds: size.seconds)
    }
    return [
      Figure("log-in p50 ms", [report["log-in p50"]]),
      Figure("log-in p99 ms", [report["log-in p99"]], size.goal(.below(1_000))),
      Figure("right log-ins", [(report["rounds/s"] ?? 0) * size.seconds]),
      Figure("wrong ones refused", [Double(guesses)]),
    ] + load(of: report)
  }

  private static let (members, rate) = (100, 100.0)

  private static let file = SurveyRow(
    name: "file", abstract: "a file of 1 GiB each way, and the chat beside it",
    title: {
      "a file of \((Double($0.file) / 1_048_576).grouped) MiB beside \(rate.grouped) messages/s to \(members) members, "
        + "plain"
    },
    seeding: { _ in Seeding(accounts: members + 2) }
  ) { size, server in
    let report = try Transfer.measure(
      server.target(), size: size.file, members: members, Chat.Flow(drive: .rate(rate))
    ).sound()
    return [
      Figure("MB/s to the server", [report["MB/s up"]], size.goal(.atLeast(300))),
      Figure("MB/s from the server", [report["MB/s down"]], size.goal(.atLeast(300))),
      Figure("chat p99 ms meanwhile", [report.delivery?.p99 ?? 0], size.goal(.below(20))),
    ] + load(of: report)
  }

  private static let store = SurveyRow(
    name: "store", abstract: "start and search with 100,000 accounts and 5 million messages",
    title: { "\($0.accounts.grouped) accounts, \($0.messages.grouped) messages" },
    seeding: { Seeding(accounts: $0.accounts, broadcasts: $0.messages, isIndexed: true) }
  ) { size, server in
    let resident = try server.usage().resident
    let query = LogQuery(text: "word17", limit: 50)
    let report = try Search.measure(server.target(), query, seconds: min(size.seconds, 5))
    return [
      Figure("s of the start", [server.startSeconds], size.goal(.below(1))),
      Figure("MiB resident", [Double(resident) / 1_048_576], size.goal(.below(150))),
      Figure("search, first page, p50 ms", [report["answer p50"]]),
      Figure("search, first page, p99 ms", [report["answer p99"]], size.goal(.below(100))),
      Figure("found on it", [report["found each"]]),
    ] + load(of: report)
  }

  /// The load of both processors beside the server, so that one sees whether the server was measured: as far as it is known.
  private static func load(of report: LoadReport) -> [Figure?] {
    [
      Figure("generator % of its core", [report.usage?.generatorPercent]),
      Figure("others % of a core", [report.usage?.othersPercent]),
    ]
  }
}

/// The size of everything that is looked at, and for how long.
struct SurveySize {
  /// 1 for the sizes that the goals are for.
  var scale: Double
  /// The time for which each row is measured that takes its time, in seconds.
  var seconds: Double

  var idle: Int { scaled(10_000) }
  var clients: Int { scaled(1_000) }
  var file: Int64 { Int64(max(1, scale * Double(1 << 30))) }
  var accounts: Int { max(10, scaled(100_000)) }
  var messages: Int { scaled(5_000_000) }
  var mailbox: Int { scaled(10_000) }

  /// The goal of a figure of this size: at other sizes nobody has said any.
  func goal(_ goal: Goal) -> Goal? { scale == 1 ? goal : nil }

  private func scaled(_ count: Double) -> Int { max(1, Int(count * scale)) }
}
