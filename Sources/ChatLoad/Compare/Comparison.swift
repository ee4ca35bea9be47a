import ChatStore
import ChatSystem
import Foundation

/// Runs the limit, the server and bare inserts in turn, several times, each on the first processor with the generator on
/// the second.
struct Comparison {
  /// The chatctl that is measured, and this program.
  var server: String
  var generator: String
  /// Where the stores lie while they are used.
  var directory: String
  var cases: [ComparedCase]
  var rounds: Int
  var seconds: Double
  var bodyBytes: Int
  var isEncrypted: Bool
  var patience: Double

  /// The flags that lift a server's limits: with them one address is a crowd, and nobody is read slowly.
  static let liftedLimits = [
    "--password-cost", "\(Accounts.cost)", "--message-rate", "0", "--max-connections-per-address", "0",
    "--max-unauthenticated", "0", "--max-failed-log-ins", "0", "--max-password-backlog", "0", "--max-mailbox-messages",
    "0", "--max-mailbox-bytes",
    "0",
  ]

  private static let serverMarker = "Server is listening for connections now... 127.0.0.1:"
  private static let limitMarker = "listening on 127.0.0.1:"
  private static let warmUp = 1.0

  /// Runs all cases, and tells `note` of each round as it ends.
  func run(_ note: (String) -> Void) throws -> [ComparedResult] {
    DescriptorLimit.raise()
    // Before this process has a second thread, so that all of them inherit it.
    try Processor.pin(to: PinnedServer.generatorProcessor)
    let place = "\(directory)/chatload-\(getpid())"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: place) }
    return try cases.map { try run($0, in: place, note) }
  }

  private func run(_ one: ComparedCase, in place: String, _ note: (String) -> Void) throws -> ComparedResult {
    var result = ComparedResult(title: one.title)
    for round in 1...rounds {
      let at = "\(place)/\(round)"
      try FileManager.default.createDirectory(atPath: at, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: at) }
      if one.kind == .fanout { result.limit.append(try measureLimit(one, at)) }
      let (report, batch) = try measureServer(one, at)
      result.server.append(report)
      result.batches.append(batch)
      result.bare.append(try measureInserts(one, batch: batch, at))
      note("\(one.title), round \(round) of \(rounds): \(result.lastRound)")
    }
    return result
  }

  private func measureLimit(_ one: ComparedCase, _ place: String) throws -> LoadReport {
    let limit = try PinnedServer(
      generator, ["limit"], marker: Self.limitMarker, output: "\(place)/limit.txt")
    defer { limit.stop() }
    return try measure(one, limit, plaintext: true)
  }

  /// The report, and how many messages the server committed at once, on average.
  private func measureServer(_ one: ComparedCase, _ place: String) throws -> (LoadReport, batch: Double) {
    let data = "\(place)/data"
    try Seeding(accounts: max(2, one.members)).fill(DataDirectory(path: data))
    let arguments =
      ["serve", "0", "--listen", "127.0.0.1", "--data", data, "--no-console"] + Self.liftedLimits
      + (isEncrypted ? [] : ["--plaintext"])
    let process = try PinnedServer(server, arguments, marker: Self.serverMarker, output: "\(place)/server.txt")
    defer { process.stop() }
    let report = try measure(one, process, plaintext: !isEncrypted)
    return (report, try batchSize(data))
  }

  private func measure(_ one: ComparedCase, _ process: PinnedServer, plaintext: Bool) throws -> LoadReport {
    let scenario = ChatScenario(
      kind: one.kind, members: one.members, senders: one.senders, drive: .window(one.window), bodyBytes: bodyBytes,
      seconds: seconds, warmUp: Self.warmUp, patience: patience)
    let target = Target(
      address: .init(ipv4: 0x7F00_0001, port: process.port), security: try TargetOptions.security(plaintext: plaintext),
      process: process.pid)
    let report = try scenario.run(target)
    if let complaint = report.complaint { throw LoadError("\(one.title): \(complaint)") }
    return report
  }

  private func measureInserts(_ one: ComparedCase, batch: Double, _ place: String) throws -> BareInserts.Result {
    try Processor.pin(to: PinnedServer.processor)
    defer { try? Processor.pin(to: PinnedServer.generatorProcessor) }
    let inserts = BareInserts(
      table: one.kind == .fanout ? .broadcast : .mail, batch: max(1, Int(batch.rounded())), bodyBytes: bodyBytes,
      people: one.senders, seconds: max(0.5, seconds / 2))
    return try inserts.run(path: "\(place)/bare.sqlite")
  }

  /// Messages by commits, as the server itself counts them.
  private func batchSize(_ data: String) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: server)
    process.arguments = ["admin", "status", "--json", "--data", data]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let status = try JSONSerialization.jsonObject(with: bytes) as? [String: Any],
      let messages = status["messages_total"] as? Double, let commits = status["commits_total"] as? Double, commits > 0
    else { throw LoadError("chatctl admin status does not tell its commits") }
    return messages / commits
  }
}
