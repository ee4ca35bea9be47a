import ArgumentParser
import Glibc

/// `chatload soak`
struct SoakCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "soak",
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

  @OptionGroup var options: BenchOptions

  @Option(help: ArgumentHelp("How long.", valueName: "minutes"))
  var minutes = 60.0

  @Option(help: ArgumentHelp("Which part of the maximum is sent.", valueName: "part"))
  var share = 0.25

  @Option(
    help: ArgumentHelp(
      "The maximum, in messages a second to all members (default: measured first, for 10 seconds).", valueName: "rate"))
  var maxRate: Double?

  @Option(help: ArgumentHelp("How many stay all the time.", valueName: "count"))
  var members = 100

  @Option(help: ArgumentHelp("How often a line is printed.", valueName: "seconds"))
  var interval = 60.0

  func validate() throws {
    guard minutes > 0, interval > 0 else { throw ValidationError("Times are more than 0.") }
    guard share > 0, maxRate ?? 1 > 0 else { throw ValidationError("--share and --max-rate take more than 0.") }
    let least = SoakPlan(rate: 1)
    guard (least.writers + 2 * least.pairs...10_000).contains(members) else {
      throw ValidationError("--members takes \(least.writers + 2 * least.pairs) to 10000.")
    }
  }

  func run() throws {
    let bench = try options.bench()
    try bench.prepare()
    var plan = SoakPlan(members: members, rate: 1)
    let maximum = try maxRate ?? Soak.maximum(bench, members: members, writers: plan.writers, seconds: 10)
    plan.rate = maximum * share
    print(
      "\(LoadReport.grouped(plan.rate)) messages/s, \(LoadReport.short(share * 100)) % of "
        + "\(LoadReport.grouped(maximum)); \(plan.people) people\n")
    try Soak(bench: bench, plan: plan, seconds: minutes * 60, interval: interval).run { line in
      print(line)
      fflush(nil)
    }
  }
}
