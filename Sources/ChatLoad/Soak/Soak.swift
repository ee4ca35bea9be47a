import ChatStore
import ChatSystem
import Foundation

/// Mixed traffic for a long time, against a server of its own.
struct Soak {
  var bench: Bench
  var plan: SoakPlan
  /// How long, and how often a line is printed, in seconds.
  var seconds: Double
  var interval: Double

  /// How long everything may take to come to its end, beside the patience: in nanoseconds.
  private static let afterglow: Int64 = 100_000_000

  /// Messages a second that the server takes at most in a window, with as many members and writers.
  static func maximum(_ bench: Bench, members: Int, writers: Int, seconds: Double) throws -> Double {
    try bench.withPlace { place in
      try Seeding(accounts: members).fill(MeasuredServer.data(in: place))
      let server = try MeasuredServer(bench, in: place)
      defer { server.stop() }
      let scenario = ChatScenario(
        kind: .fanout, members: members, senders: writers, drive: .window(64), bodyBytes: 64, seconds: seconds,
        warmUp: min(1, seconds), patience: bench.patience)
      let report = try scenario.run(server.target()).sound()
      return report.messageRate
    }
  }

  /// Runs it, and hands each line to `print` as soon as it is there.
  ///
  /// - Throws: ``LoadError`` at the end also when messages were lost, came twice, or out of order.
  func run(_ print: (String) -> Void) throws {
    try bench.withPlace { place in
      let data = MeasuredServer.data(in: place)
      try Seeding(accounts: plan.people, broadcasts: plan.past).fill(data)
      try WordIndex.fill(data)
      let server = try MeasuredServer(bench, in: place)
      defer { server.stop() }
      let crowd = try Crowd(server.target())
      defer { crowd.disband() }
      crowd.add(plan.people, senders: plan.senders)
      let traffic = MixedTraffic(crowd, plan)
      crowd.traffic = traffic
      try crowd.logInAll(patience: bench.patience)

      SoakSample.table.head.forEach(print)
      var samples: [SoakSample] = []
      let start = MonotonicClock.now()
      traffic.start(at: start)
      for round in 1...max(1, Int((seconds / interval).rounded())) {
        let sample = try sample(crowd, traffic, server, store: data.store, until: Double(round) * interval, from: start)
        samples.append(sample)
        print(SoakSample.table.line(sample.cells))
      }
      traffic.stop(at: MonotonicClock.now())
      try settle(crowd, traffic)
      if let trend = SoakTrend(samples) {
        print("")
        SoakTrend.table.lines(trend.rows.map(\.cells)).forEach(print)
      }
      if let complaint = complaint(of: traffic) { throw LoadError(complaint) }
    }
  }

  private func sample(
    _ crowd: Crowd, _ traffic: MixedTraffic, _ server: MeasuredServer, store: String, until end: Double,
    from start: Int64
  ) throws -> SoakSample {
    let began = MonotonicClock.now()
    traffic.measure(from: began)
    let gauge = Gauge(try server.target().process)
    try crowd.run(until: start + Int64(end * 1e9))
    let usage = gauge.reading()
    let process = try server.usage()
    let connected = crowd.members.count { $0.connection != nil }
    return SoakSample(
      time: end, resident: Double(process.resident), anonymous: Double(process.anonymous),
      descriptors: Double(process.descriptors - connected), store: Double(Self.bytes(of: store)),
      server: (usage.serverSeconds ?? 0) / usage.seconds * 100, generator: usage.generator * 100,
      others: usage.others.map { $0 * 100 },
      deliveryRate: Double(traffic.broadcasts.deliveries + traffic.privates.deliveries) / usage.seconds,
      delivery: traffic.broadcasts.delivery.summary, receipt: traffic.broadcasts.receipt.summary,
      privateDelivery: traffic.privates.delivery.summary, comingBack: traffic.returns.summary,
      search: traffic.seeker.latency.summary)
  }

  /// Waits until everything has come, or nothing comes any more.
  private func settle(_ crowd: Crowd, _ traffic: MixedTraffic) throws {
    var seen = -1
    var limit = MonotonicClock.now()
    while !traffic.isSettled {
      let now = MonotonicClock.now()
      if traffic.arrived != seen {
        seen = traffic.arrived
        limit = now + Int64(bench.patience * 1e9)
      }
      guard now < limit else { return }
      try crowd.run(until: now + Self.afterglow)
    }
    try crowd.run(until: MonotonicClock.now() + Self.afterglow)
  }

  private func complaint(of traffic: MixedTraffic) -> String? {
    var report = LoadReport(scenario: "soak", members: plan.people)
    report.flaws = traffic.flaws
    report.unanswered = traffic.broadcasts.unanswered + traffic.privates.unanswered
    report.oddReceipts = traffic.broadcasts.oddReceipts + traffic.privates.oddReceipts
    return report.complaint
      ?? (traffic.isSettled ? nil : "not everything came to its end: a file, a search, or a member")
  }

  /// The store, with what is not moved into it yet.
  private static func bytes(of store: String) -> Int64 {
    [store, "\(store)-wal"].reduce(0) { sum, path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return sum + ((attributes?[.size] as? Int64) ?? Int64((attributes?[.size] as? Int) ?? 0))
    }
  }
}
