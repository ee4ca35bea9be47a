import ArgumentParser

/// `chatload compare`
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
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

  @OptionGroup var options: BenchOptions

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp(
      "fanout:MEMBERS,SENDERS,WINDOW or private:PAIRS,WINDOW; may stand several times (default: five of them).",
      valueName: "case"))
  var cases: [String] = []

  @Option(help: ArgumentHelp("How many times each is measured.", valueName: "count"))
  var rounds = 3

  @Option(help: ArgumentHelp("How long each is measured.", valueName: "seconds"))
  var seconds = 5.0

  @Option(help: ArgumentHelp("The length of a message.", valueName: "bytes"))
  var body = 64

  @Flag(help: "Encrypt; the limit does not.")
  var tls = false

  func validate() throws {
    guard cases.allSatisfy({ ComparedCase($0) != nil }) else {
      throw ValidationError("--case takes fanout:MEMBERS,SENDERS,WINDOW or private:PAIRS,WINDOW.")
    }
    guard (1...100).contains(rounds) else { throw ValidationError("--rounds takes 1 to 100.") }
    guard seconds > 0 else { throw ValidationError("Times are more than 0 seconds.") }
    guard (1...8_192).contains(body) else { throw ValidationError("--body takes 1 to 8192 bytes.") }
  }

  func run() throws {
    let chosen = cases.compactMap(ComparedCase.init)
    let comparison = Comparison(
      bench: try options.bench(), cases: chosen.isEmpty ? ComparedCase.standard : chosen, rounds: rounds,
      seconds: seconds, bodyBytes: body, isEncrypted: tls)
    let results = try comparison.run(Bench.note)
    for result in results where result.isDisturbed {
      Bench.note("\(result.title): others on this machine were busy; measure it again when it is quiet")
    }
    ComparedRow.table.lines(results.flatMap(\.rows).map(\.cells)).forEach { print($0) }
  }
}
