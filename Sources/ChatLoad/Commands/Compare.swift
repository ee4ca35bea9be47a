import ArgumentParser
import ChatSystem
import Glibc

/// `chatload compare`: runs the limit, the server and bare inserts in turn, several times.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure chatctl against the limit of this machine.",
    discussion: """
      Runs in turn, several times: the bare fan-out server of "chatload limit", a "chatctl serve", and bare inserts of \
      the same rows into the same kind of SQLite file in transactions as large as the server's were. Each has the first \
      processor for itself, the generator the second. Prints medians, in parentheses the lowest and the highest, and \
      the ratio of the server to its limit.

      The case fanout:100,8,64 is measured twice more: in an open loop at half of the messages a second that it has just \
      come to, and in TLS.

      The ratio of what was delivered is void where the generator needed over 90 % of its processor: then it may be \
      what was measured. Where only the limit's run was held up by it, the limit is higher in truth, and the ratio at \
      most what is printed; where only the server's was, at least that. A target is met or missed where that is enough to \
      tell. Everything else should rest meanwhile.

      The server is durable as always, and started with what lifts its limits for one address and for pumping: \
      \(MeasuredServer.liftedLimits.joined(separator: " ")). Its para.txt has MaxCon 1000000.

      Example: chatload compare --server .build/release/chatctl --rounds 5
      """)

  @OptionGroup var bench: Bench
  @Option(
    name: .customLong("case"),
    help: ArgumentHelp(
      "fanout:MEMBERS,SENDERS,WINDOW or private:PAIRS,WINDOW; may stand several times (default: five of them).",
      valueName: "case"))
  var cases: [String] = []
  @Option(help: ArgumentHelp("How many times each is measured.", valueName: "count")) var rounds = 3
  @Option(help: ArgumentHelp("How long each is measured.", valueName: "seconds")) var seconds = 5.0
  @Option(help: ArgumentHelp("The length of a message.", valueName: "bytes")) var body = 64
  @Flag(help: "Encrypt; the limit does not.") var tls = false

  func validate() throws {
    guard cases.allSatisfy({ ComparedCase($0) != nil }) else {
      throw ValidationError("--case takes fanout:MEMBERS,SENDERS,WINDOW or private:PAIRS,WINDOW.")
    }
    try check("--rounds", rounds, in: 1...100)
    try check("--seconds", isAboveZero: seconds)
    try check(body: body)
  }

  func run() throws {
    try bench.prepare()
    let chosen = cases.compactMap(ComparedCase.init)
    let results = try (chosen.isEmpty ? ComparedCase.standard : chosen).map { try measure($0) }
    for result in results where result.isDisturbed {
      note("\(result.title): others on this machine were busy; measure it again when it is quiet")
    }
    Bench.tell(Table.comparison.head + results.flatMap(\.figures).map(Table.comparison.line))
  }

  private func note(_ line: String) {
    StandardOutput.write("\(line)\n", to: STDERR_FILENO)
  }

  private func measure(_ one: ComparedCase) throws -> ComparedResult {
    var result = ComparedResult(title: one.title, goals: tls ? [:] : one.goals)
    for round in 1...rounds {
      if one.kind == .fanout {
        result.limit.append(try bench.withServer(nil, .limit) { try scenario(one).run($0.target()).sound() })
      }
      let (report, batch) = try measureServer(one, isEncrypted: tls)
      result.server.append(report)
      result.batches.append(batch)
      let inserts = BareInserts(
        kind: one.kind, batch: max(1, Int(batch.rounded())), bodyBytes: body, people: one.senders,
        seconds: min(seconds, max(0.5, seconds / 2)))
      result.bare.append(
        try bench.withPlace { place in try Processor.servers.run { try inserts.run(path: "\(place)/bare.sqlite") } })
      if one == .reference, !tls {
        // What has its goals with the reference: an open loop at half of its speed just now, and TLS.
        let rate = max(1, report.messageRate / 2)
        result.open.append(try measureServer(one, rate: rate, isEncrypted: false).0)
        result.syncs.append(try bench.withPlace { try BareInserts.syncMilliseconds(path: "\($0)/sync") })
        result.encrypted.append(try measureServer(one, isEncrypted: true).0)
      }
      note("\(one.title), round \(round) of \(rounds): \(result.lastRound)")
    }
    return result
  }

  /// The report, and how many messages the server committed at once, on average.
  private func measureServer(
    _ one: ComparedCase, rate: Double? = nil, isEncrypted: Bool
  ) throws -> (LoadReport, batch: Double) {
    try bench.withServer(Seeding(accounts: max(2, one.members)), .chatctl(isEncrypted: isEncrypted)) { server in
      let report = try scenario(one, rate: rate).run(server.target()).sound()
      return (report, try server.status("messages_total") / max(1, server.status("commits_total")))
    }
  }

  private func scenario(_ one: ComparedCase, rate: Double? = nil) -> ChatScenario {
    let flow = Chat.Flow(drive: rate.map { .rate($0) } ?? .window(one.window), bodyBytes: body)
    return ChatScenario(kind: one.kind, members: one.members, senders: one.senders, flow: flow, seconds: seconds)
  }
}
