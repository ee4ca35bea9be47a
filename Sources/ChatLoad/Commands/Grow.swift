import ArgumentParser
import ChatCore
import Foundation

struct Grow: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how cost grows with members, accounts and messages.",
    discussion: """
      Each row has a new "chatctl serve" on the first processor, and the generator on the second. The last line of a \
      table tells as which power of the size each column grew from the last but one row to the last: ^0.00 stays, \
      ^1.00 grows alike.

      \(Growth.all.map { "\($0.name): \($0.abstract)." }.joined(separator: "\n"))

      10,000 members log in one after the other in a room where each is told of the others: that takes minutes.

      Example: chatload grow --table log --largest 1000000
      """)

  @OptionGroup var bench: Bench
  @Option(
    name: .customLong("table"),
    help: ArgumentHelp("Measure this table; may stand several times (default: all).", valueName: "name"))
  var tables: [String] = []
  @Option(help: ArgumentHelp("Leave out what is larger.", valueName: "size")) var largest = 10_000_000
  @Option(help: ArgumentHelp("How long each is measured.", valueName: "seconds")) var seconds = 5.0

  func validate() throws {
    try check("--table", tables, of: Growth.all.map(\.name))
    guard largest >= 0, seconds > 0 else { throw ValidationError("--seconds takes more than 0, --largest 0 or more.") }
  }

  func run() throws {
    try bench.prepare()
    let chosen = Growth.all.filter { tables.isEmpty || tables.contains($0.name) }
    for (number, growth) in chosen.enumerated() {
      var table = Table(growth.columns)
      Bench.tell((number > 0 ? [""] : []) + table.head)
      for size in growth.sizes where size <= largest {
        let values = try growth.measure(size, bench, seconds)
        Bench.tell([table.add([Double(size)] + values, label: size.grouped)])
      }
      if let cells = Growth.lastStep(table.rows) { Bench.tell([table.line(cells)]) }
    }
  }
}

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

  static var all: [Growth] { [members, accounts, messages] }

  private static let members = Growth(
    name: "members",
    abstract: "fan-out to 10, 100, 1,000 and 10,000 members: 8 senders with 16 messages in flight, then 1 with 1",
    columns: [
      "members", "k deliveries/s", "CPU s / M deliveries", "MB resident", "MB at most", "generator %", "p50 ms at W 1",
      "p99 ms at W 1",
    ],
    sizes: [10, 100, 1_000, 10_000]
  ) { size, bench, seconds in
    try bench.withServer(Seeding(accounts: size)) { server in
      func run(senders: Int, window: Int) throws -> LoadReport {
        try ChatScenario(members: size, senders: senders, flow: Chat.Flow(drive: .window(window)), seconds: seconds)
          .run(server.target()).sound()
      }
      let busy = try run(senders: min(8, size), window: 16)
      let quiet = try run(senders: 1, window: 1)
      return [
        busy.deliveryRate / 1e3, busy.processorPerMillion, busy.usage?.megabytes, busy.usage?.peakMegabytes,
        busy.usage?.generatorPercent, quiet.delivery?.p50, quiet.delivery?.p99,
      ]
    }
  }

  private static let accounts = Growth(
    name: "accounts",
    abstract: "10 to 1,000,000 accounts: the start, memory, and private messages of 5 pairs",
    columns: [
      "accounts", "start s", "MB resident", "private messages/s", "server µs a message", "p50 ms", "log-in p50 ms",
    ],
    sizes: [10, 100, 1_000, 10_000, 100_000, 1_000_000]
  ) { size, bench, seconds in
    try bench.withServer(Seeding(accounts: size)) { server in
      let resident = try server.usage().resident
      let chat = ChatScenario(kind: .private, members: 10, senders: 5, flow: flow, seconds: seconds)
      let report = try chat.run(server.target()).sound()
      let comings = try Churn.measure(server.target(), members: 1, seconds: seconds)
      return [
        server.startSeconds, Double(resident) / 1e6, report.messageRate, report.processorMicrosecondsPerMessage,
        report.delivery?.p50, comings["log-in p50"],
      ]
    }
  }

  private static let messages = Growth(
    name: "log",
    abstract: "0 to 10 million messages in the log, a tenth of them private: the start, commits, searches, history",
    columns: [
      "messages", "start s", "MB resident", "messages/s stored", "server µs a message", "search p50 ms",
      "search p99 ms", "history p50 ms", "MB store",
    ],
    sizes: [0, 10_000, 100_000, 1_000_000, 10_000_000]
  ) { size, bench, seconds in
    let seeding = Seeding(
      accounts: 1_000, broadcasts: size - size / 10, privateMessages: size / 10, isIndexed: true)
    return try bench.withServer(seeding) { server in
      let (resident, bytes) = (try server.usage().resident, server.storeBytes)
      func look(_ text: String?) throws -> LoadReport {
        try Search.measure(server.target(), LogQuery(text: text, limit: 50), seconds: seconds)
      }
      let (search, history) = (try look("word17"), try look(nil))
      // Last, for what it writes is in the way of a search.
      let chat = ChatScenario(members: 10, senders: 8, flow: flow, seconds: seconds)
      let report = try chat.run(server.target()).sound()
      return [
        server.startSeconds, Double(resident) / 1e6, report.messageRate, report.processorMicrosecondsPerMessage,
        search["answer p50"], search["answer p99"], history["answer p50"], bytes / 1e6,
      ]
    }
  }

  private static let flow = Chat.Flow(drive: .window(64))

  /// The x in "grows as the size to the power of x", from one point to the next: 0 for what stays, 1 for what grows alike.
  /// Nil where there is none. Pure.
  static func exponent(_ sizes: (Double, Double), _ values: (Double, Double)) -> Double? {
    guard sizes.0 > 0, sizes.1 > sizes.0, values.0 > 0, values.1 > 0 else { return nil }
    return log(values.1 / values.0) / log(sizes.1 / sizes.0)
  }

  /// The last row of a table: the exponent of each column, from the last but one size, which stands first in its row, to the
  /// last. Pure.
  static func lastStep(_ rows: [[Double?]]) -> [String]? {
    guard rows.count >= 2, let old = rows[rows.count - 2].first ?? nil, let new = rows[rows.count - 1].first ?? nil,
      old > 0
    else { return nil }
    let exponents = zip(rows[rows.count - 2], rows[rows.count - 1]).dropFirst().map { before, after -> String in
      guard let before, let after, let exponent = exponent((old, new), (before, after)) else { return "-" }
      return "^" + String(format: "%.2f", exponent)
    }
    return ["last step"] + exponents
  }
}
