/// Fan-out as the room grows.
struct MembersGrowth: GrowthTable {
  static let name = "members"
  static let abstract =
    "fan-out to 10, 100, 1,000 and 10,000 members: 8 senders with 16 messages in flight, then 1 with 1"
  static let columns = [
    "members", "k deliveries/s", "CPU s / M deliveries", "MB resident", "MB at most", "generator %", "p50 ms at W 1",
    "p99 ms at W 1",
  ]
  static let sizes = decades(to: 4)

  let seconds: Double

  private static let window = 16

  func measure(_ size: Int, _ bench: Bench, _ place: String) throws -> [Double?] {
    try Seeding(accounts: size).fill(MeasuredServer.data(in: place))
    let server = try MeasuredServer(bench, in: place)
    defer { server.stop() }
    let busy = try run(size, senders: min(8, size), window: Self.window, bench, server)
    let quiet = try run(size, senders: 1, window: 1, bench, server)
    return [
      busy.deliveryRate / 1e3, busy.processorPerMillion, busy.usage?.resident.map { Double($0) / 1e6 },
      busy.usage?.peak.map { Double($0) / 1e6 }, busy.usage.map { $0.generator * 100 }, quiet.delivery?.p50,
      quiet.delivery?.p99,
    ]
  }

  private func run(
    _ members: Int, senders: Int, window: Int, _ bench: Bench, _ server: MeasuredServer
  ) throws -> LoadReport {
    let scenario = ChatScenario(
      kind: .fanout, members: members, senders: senders, drive: .window(window), bodyBytes: 64, seconds: seconds,
      warmUp: min(1, seconds), patience: bench.patience)
    return try scenario.run(server.target()).sound()
  }
}
