import ArgumentParser
import ChatSystem

/// The scenario `idle`: very many connections that do nothing but stay.
struct IdleScenario {
  var members: Int
  /// The time that they stay, in seconds.
  var seconds: Double

  private final class Silence: Traffic {}

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    let before = target.process.flatMap(ProcessUsage.init(of:))
    let crowd = try Crowd(target, people: members)
    defer { crowd.disband() }
    crowd.traffic = Silence()
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

/// `chatload idle PORT`
struct Idle: ScenarioCommand {
  static let configuration = CommandConfiguration(
    commandName: "idle",
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

  func measure(_ target: Target) throws(LoadError) -> LoadReport {
    try IdleScenario(members: members, seconds: seconds).run(target)
  }
}
