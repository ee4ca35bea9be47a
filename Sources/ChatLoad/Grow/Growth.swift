import ChatCore

/// A table of the cost of something as one number grows.
struct Growth: Sendable {
  /// The word it is asked for by, and what it is.
  let name: String
  let abstract: String
  /// The number that grows, and then the figures.
  let columns: [String]
  let sizes: [Int]
  /// The figures at a size, each measured for so many seconds; nil for what can't be.
  let measure: @Sendable (_ size: Int, _ bench: Bench, _ seconds: Double) throws -> [Double?]

  static var all: [Growth] { [members, accounts, log] }

  /// Fan-out as the room grows.
  private static let members = Growth(
    name: "members",
    abstract: "fan-out to 10, 100, 1,000 and 10,000 members: 8 senders with 16 messages in flight, then 1 with 1",
    columns: [
      "members", "k deliveries/s", "CPU s / M deliveries", "MB resident", "MB at most", "generator %", "p50 ms at W 1",
      "p99 ms at W 1",
    ],
    sizes: decades(to: 4)
  ) { size, bench, seconds in
    try bench.withServer(Seeding(accounts: size)) { server in
      func run(senders: Int, window: Int) throws -> LoadReport {
        try ChatScenario(members: size, senders: senders, drive: .window(window), seconds: seconds)
          .run(server.target()).sound()
      }
      let busy = try run(senders: min(8, size), window: 16)
      let quiet = try run(senders: 1, window: 1)
      return [
        busy.deliveryRate / 1e3, busy.processorPerMillion, busy.usage?.resident.map { Double($0) / 1e6 },
        busy.usage?.peak.map { Double($0) / 1e6 }, busy.usage.map { $0.generator * 100 }, quiet.delivery?.p50,
        quiet.delivery?.p99,
      ]
    }
  }

  /// A server as more people have an account, few of whom are there.
  private static let accounts = Growth(
    name: "accounts",
    abstract: "10 to 1,000,000 accounts: the start, memory, and private messages of 5 pairs",
    columns: [
      "accounts", "start s", "MB resident", "private messages/s", "server µs a message", "p50 ms", "log-in p50 ms",
    ],
    sizes: decades(to: 6)
  ) { size, bench, seconds in
    try bench.withServer(Seeding(accounts: size)) { server in
      let resident = try server.usage().resident
      let scenario = ChatScenario(kind: .private, members: 10, senders: 5, drive: .window(64), seconds: seconds)
      let report = try scenario.run(server.target()).sound()
      let comings = try ChurnScenario(members: 1, seconds: seconds).run(server.target())
      return [
        server.startSeconds, Double(resident) / 1e6, report.messageRate, report.processorMicrosecondsPerMessage,
        report.delivery?.p50, comings["log-in p50"],
      ]
    }
  }

  /// A server as more has been said.
  private static let log = Growth(
    name: "log",
    abstract: "0 to 10 million messages in the log, a tenth of them private: the start, commits, searches, history",
    columns: [
      "messages", "start s", "MB resident", "messages/s stored", "server µs a message", "search p50 ms",
      "search p99 ms", "history p50 ms", "MB store",
    ],
    sizes: [0] + decades(to: 7).dropFirst(3)
  ) { size, bench, seconds in
    let seeding = Seeding(
      accounts: 1_000, broadcasts: size - size / 10, privateMessages: size / 10, isIndexed: true)
    return try bench.withServer(seeding) { server in
      let (resident, bytes) = (try server.usage().resident, server.storeBytes)
      func look(_ text: String?) throws -> LoadReport {
        try SearchScenario(query: LogQuery(text: text, limit: 50), seconds: seconds).run(server.target())
      }
      let search = try look("word17")
      let history = try look(nil)
      // Last, for what it writes is in the way of a search.
      let chat = ChatScenario(members: 10, senders: 8, drive: .window(64), seconds: seconds)
      let report = try chat.run(server.target()).sound()
      return [
        server.startSeconds, Double(resident) / 1e6, report.messageRate, report.processorMicrosecondsPerMessage,
        search["answer p50"], search["answer p99"], history["answer p50"], bytes / 1e6,
      ]
    }
  }

  /// 10, 100, …, 10^`exponent`.
  private static func decades(to exponent: Int) -> [Int] {
    (1...exponent).map { (1...$0).reduce(1) { power, _ in power * 10 } }
  }
}
