import ChatStore
import ChatSystem
import Foundation

/// Runs the limit, the server and bare inserts in turn, several times, each on the first processor with the generator on
/// the second.
struct Comparison {
  var bench: Bench
  var cases: [ComparedCase]
  var rounds: Int
  var seconds: Double
  var bodyBytes: Int
  var isEncrypted: Bool

  private static let limitMarker = "listening on 127.0.0.1:"
  private static let warmUp = 1.0

  /// Runs all cases, and tells `note` of each round as it ends.
  func run(_ note: (String) -> Void) throws -> [ComparedResult] {
    try bench.prepare()
    return try cases.map { try run($0, note) }
  }

  private func run(_ one: ComparedCase, _ note: (String) -> Void) throws -> ComparedResult {
    var result = ComparedResult(title: one.title, goals: isEncrypted ? nil : ComparedGoals(for: one))
    for round in 1...rounds {
      try bench.withPlace { place in
        if one.kind == .fanout { result.limit.append(try measureLimit(one, place)) }
        let (report, batch) = try measureServer(one, place)
        result.server.append(report)
        result.batches.append(batch)
        result.bare.append(try measureInserts(one, batch: batch, place))
      }
      if one == .reference, !isEncrypted { try measureBeside(one, &result) }
      note("\(one.title), round \(round) of \(rounds): \(result.lastRound)")
    }
    return result
  }

  /// What has its goals with the reference: an open loop at half of its speed just now, and TLS.
  private func measureBeside(_ one: ComparedCase, _ result: inout ComparedResult) throws {
    let rate = (result.server.last?.messageRate ?? 0) / 2
    try bench.withPlace { place in
      result.open.append(try measureServer(one, place, drive: .rate(max(1, rate))).0)
      result.syncs.append(try DiskSync.milliseconds(path: "\(place)/sync"))
    }
    result.encrypted.append(try bench.withPlace { try measureServer(one, $0, isEncrypted: true).0 })
  }

  private func measureLimit(_ one: ComparedCase, _ place: String) throws -> LoadReport {
    let limit = try PinnedServer(
      bench.generator, ["limit"], marker: Self.limitMarker, output: "\(place)/limit.txt")
    defer { limit.stop() }
    return try measure(
      one, .window(one.window),
      Target(address: .init(ipv4: 0x7F00_0001, port: limit.port), security: .plain, process: limit.pid))
  }

  /// The report, and how many messages the server committed at once, on average.
  private func measureServer(
    _ one: ComparedCase, _ place: String, drive: Chat.Drive? = nil, isEncrypted: Bool? = nil
  ) throws -> (LoadReport, batch: Double) {
    try Seeding(accounts: max(2, one.members)).fill(MeasuredServer.data(in: place))
    let server = try MeasuredServer(bench, in: place, isEncrypted: isEncrypted ?? self.isEncrypted)
    defer { server.stop() }
    let report = try measure(one, drive ?? .window(one.window), server.target())
    return (report, try server.status("messages_total") / max(1, server.status("commits_total")))
  }

  private func measure(_ one: ComparedCase, _ drive: Chat.Drive, _ target: Target) throws -> LoadReport {
    let scenario = ChatScenario(
      kind: one.kind, members: one.members, senders: one.senders, drive: drive, bodyBytes: bodyBytes,
      seconds: seconds, warmUp: Self.warmUp, patience: bench.patience)
    return try scenario.run(target).sound()
  }

  private func measureInserts(_ one: ComparedCase, batch: Double, _ place: String) throws -> BareInserts.Result {
    try Processor.pin(to: PinnedServer.processor)
    defer { try? Processor.pin(to: PinnedServer.generatorProcessor) }
    let inserts = BareInserts(
      table: one.kind == .fanout ? .broadcast : .mail, batch: max(1, Int(batch.rounded())), bodyBytes: bodyBytes,
      people: one.senders, seconds: max(0.5, seconds / 2))
    return try inserts.run(path: "\(place)/bare.sqlite")
  }
}
