import ArgumentParser
import ChatSystem

struct Idle: ScenarioCommand {
  static let configuration = CommandConfiguration(
    abstract: "Very many connections that do nothing but stay.",
    discussion: """
      Tells how many bytes of the server's memory each takes, with --server-pid.

      Example: chatload idle 1234 --plaintext --members 10000 --server-pid 4711
      """)

  @OptionGroup var options: TargetOptions
  @Option(help: ArgumentHelp("How many are logged in.", valueName: "count")) var members = 1_000
  @Option(help: ArgumentHelp("How long they stay.", valueName: "seconds")) var seconds = 20.0

  func validate() throws {
    try check("--members", members, in: 1...100_000)
    try check("--seconds", isAboveZero: seconds)
  }

  func measure(_ target: Target) throws -> LoadReport {
    try Self.measure(target, members: members, seconds: seconds)
  }

  /// Has all `members` stay for that time.
  static func measure(_ target: Target, members: Int, seconds: Double) throws(LoadError) -> LoadReport {
    let before = target.process.flatMap(ProcessUsage.init(of:))
    let crowd = try Crowd(target, people: members)
    defer { crowd.disband() }
    crowd.traffic = Traffic()
    let start = MonotonicClock.now()
    try crowd.logInAll()
    let logInTime = Double(MonotonicClock.now() - start) / 1e9
    // The answers to the log-ins themselves are still on their way.
    try crowd.run(seconds: min(1, seconds))
    let usage = try crowd.measure(seconds: seconds)
    var report = LoadReport("idle", members: members, usage: usage)
    report["log-ins/s"] = Double(members) / logInTime
    if let before, let resident = usage.resident {
      report["bytes each"] = Double(resident - before.resident) / Double(members)
    }
    return report
  }
}
