import ArgumentParser
import ChatSystem

/// `chatload soak`: mixed traffic for a long time, against a server of its own.
struct Soak: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Mixed traffic for an hour: does it go on as it began?",
    discussion: """
      A new "chatctl serve" on the first processor, the generator on the second. Broadcasts and private messages in an \
      open loop, people who leave and come back, people whose connections are cut and who come back by token, a file \
      of 16 MiB there and back every ten seconds, a search for a rare word every second.

      Prints a line a minute, and at the end whether memory, descriptors and latencies are what they were after the first \
      five minutes (after the first third where it is shorter than a quarter of an hour). A message that was lost, came \
      twice or out of order, to whomever, ends it with exit code 1.

      Example: chatload soak --minutes 60 --share 0.25
      """)

  @OptionGroup var bench: Bench
  @Option(help: ArgumentHelp("How long.", valueName: "minutes")) var minutes = 60.0
  @Option(help: ArgumentHelp("Which part of the maximum is sent.", valueName: "part")) var share = 0.25
  @Option(
    help: ArgumentHelp(
      "The maximum, in messages a second to all members (default: measured first, for 10 seconds).", valueName: "rate"))
  var maxRate: Double?
  @Option(help: ArgumentHelp("How many stay all the time.", valueName: "count")) var members = 100
  @Option(help: ArgumentHelp("How often a line is printed.", valueName: "seconds")) var interval = 60.0

  func validate() throws {
    guard minutes > 0, interval > 0 else { throw ValidationError("Times are more than 0.") }
    guard share > 0, maxRate ?? 1 > 0 else { throw ValidationError("--share and --max-rate take more than 0.") }
    let least = SoakPlan(rate: 1)
    try check("--members", members, in: least.writers + 2 * least.pairs...10_000)
  }

  func run() throws {
    try bench.prepare()
    var plan = SoakPlan(members: members, rate: 1)
    // What the server takes at most in a window, with as many members and writers.
    let scenario = ChatScenario(
      members: members, senders: plan.writers, flow: Chat.Flow(drive: .window(64)), seconds: 10)
    let maximum =
      try maxRate
      ?? bench.withServer(Seeding(accounts: members)) { try scenario.run($0.target()).sound().messageRate }
    plan.rate = maximum * share
    Bench.tell([
      "\(plan.rate.grouped) messages/s, \((share * 100).short) % of \(maximum.grouped); \(plan.people) people", "",
    ])
    try bench.withServer(Seeding(accounts: plan.people, broadcasts: plan.past, isIndexed: true)) { server in
      let crowd = try Crowd(server.target(), people: plan.people, senders: plan.senders)
      defer { crowd.disband() }
      let traffic = MixedTraffic(crowd, plan)
      crowd.traffic = traffic
      try crowd.logInAll()

      var series = Table(SoakTrend.columns)
      Bench.tell(series.head)
      let start = MonotonicClock.now()
      traffic.start(at: start)
      for round in 1...max(1, Int((minutes * 60 / interval).rounded())) {
        let end = Double(round) * interval
        traffic.measure(from: MonotonicClock.now())
        let gauge = Gauge(crowd.target.process)
        try crowd.run(until: start + Int64(end * 1e9))
        Bench.tell([series.add([end / 60] + (try sample(traffic, gauge.reading(), server)))])
      }
      traffic.stop(at: MonotonicClock.now())
      try crowd.run(until: { traffic.isSettled }, noting: { traffic.progress })
      try crowd.run(seconds: 0.1)
      let trend = SoakTrend.figures(series)
      if !trend.isEmpty { Bench.tell([""] + Table.trend.head + trend.map(Table.trend.line)) }
      if let complaint = traffic.complaint { throw LoadError(complaint) }
    }
  }

  /// The figures of the time since the last one, behind its end.
  private func sample(_ traffic: MixedTraffic, _ usage: Usage, _ server: MeasuredServer) throws -> [Double?] {
    let process = try server.usage()
    let (chat, privates) = (traffic.broadcasts, traffic.privates)
    return [
      Double(process.resident) / 1e6, Double(process.anonymous) / 1e6,
      Double(process.descriptors - traffic.connected), server.storeBytes / 1e6, usage.serverPercent ?? 0,
      usage.generatorPercent, usage.othersPercent, Double(chat.deliveries + privates.deliveries) / usage.seconds / 1e3,
      chat.delivery.summary?.p50, chat.delivery.summary?.p99, chat.receipt.summary?.p99,
      privates.delivery.summary?.p99, traffic.returns.summary?.p99, traffic.searches.latency.summary?.p99,
    ]
  }
}

/// The comparison of the end of a soak with the time after its beginning. Pure.
enum SoakTrend {
  /// The time in minutes, and the figures of each sample. Latencies in milliseconds; "MB own" is no file's, and
  /// "descriptors" are no member's connections.
  static let columns = [
    "min", "MB resident", "MB own", "descriptors", "MB store", "server %", "generator %", "others %", "k deliveries/s",
    "p50 ms", "p99 ms", "receipt p99", "private p99", "back p99", "search p99",
  ]

  /// Medians of both times, five samples each or a third of those that there are. The first are the beginning and are not
  /// looked at. Memory may grow by a tenth and 8 MB, latencies by a half and a millisecond.
  static func figures(_ series: Table) -> [Figure] {
    let block = min(5, series.rows.count / 3)
    guard block > 0 else { return [] }
    func figure(_ what: String, _ column: String, times factor: Double = 1.5, plus slack: Double = 1) -> Figure? {
      let values = series.column(column)
      guard let early = Spread(Array(values[block..<2 * block]))?.median else { return nil }
      // To a tenth: what it may be is printed.
      let bound = ((early * factor + slack) * 10).rounded() / 10
      return Figure(what, [Spread(values.suffix(block))?.median], .atMost(bound))?.against([early], isRatio: false)
    }
    return [
      figure("MB resident", "MB resident", times: 1.1, plus: 8),
      figure("descriptors beside connections", "descriptors", times: 1, plus: 4),
      figure("server % of its core", "server %", times: 1.25, plus: 2), figure("delivery p50 ms", "p50 ms"),
      figure("delivery p99 ms", "p99 ms"), figure("receipt p99 ms", "receipt p99"),
      figure("private p99 ms", "private p99"), figure("back p99 ms", "back p99"),
      figure("search p99 ms", "search p99"),
    ].compactMap { $0 }
  }
}
