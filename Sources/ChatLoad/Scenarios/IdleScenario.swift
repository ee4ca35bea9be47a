import ChatSystem

/// The scenario `idle`: very many connections that do nothing but stay.
struct IdleScenario {
  var members: Int
  /// How long they stay, in seconds.
  var seconds: Double
  var patience: Double

  private final class Silence: Traffic {}

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    DescriptorLimit.raise()
    let before = target.process.flatMap(ProcessUsage.init(of:))
    let crowd = try Crowd(target)
    defer { crowd.disband() }
    crowd.add(members, senders: 0)
    crowd.traffic = Silence()
    let start = MonotonicClock.now()
    try crowd.logInAll(patience: patience)
    let logInTime = Double(MonotonicClock.now() - start) / 1e9
    // What the log-ins themselves took is on its way back.
    try crowd.run(until: MonotonicClock.now() + 1_000_000_000)
    let gauge = Gauge(target.process)
    try crowd.run(until: MonotonicClock.now() + Int64(seconds * 1e9))
    let usage = gauge.reading()

    var report = LoadReport(scenario: "idle", members: members)
    report.usage = usage
    report.figures["log-ins/s"] = Double(members) / logInTime
    if let before, let resident = usage.resident {
      report.figures["bytes each"] = Double(resident - before.resident) / Double(members)
    }
    return report
  }
}
