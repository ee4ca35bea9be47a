import ChatCore
import ChatSystem
import ChatWire

/// The scenario `churn`: everybody connects, logs in, leaves, and comes back.
struct ChurnScenario {
  /// How many do so at the same time.
  var members: Int
  var seconds: Double
  var patience: Double

  /// Counts the rounds.
  private final class Rounds: Traffic {
    private let crowd: Crowd
    private(set) var count = 0
    private(set) var logIn = Latency()
    var isOver = false

    init(_ crowd: Crowd) {
      self.crowd = crowd
    }

    func isLive(_ member: Member, at now: Int64) {
      logIn.record(now - member.began)
      member.stage = .leaving
      crowd.send(.request(number: member.takeNumber(), .leave(.quit)), of: member)
    }

    func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
      guard case .reply(_, .goodbye) = frame else { return false }
      crowd.cut(member)
      count += 1
      if !isOver { crowd.logIn([member]) }
      return true
    }
  }

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    DescriptorLimit.raise()
    let crowd = try Crowd(target)
    defer { crowd.disband() }
    crowd.add(members, senders: 0)
    let rounds = Rounds(crowd)
    crowd.traffic = rounds
    let gauge = Gauge(target.process)
    crowd.logIn(crowd.members)
    try crowd.run(until: MonotonicClock.now() + Int64(seconds * 1e9))
    let usage = gauge.reading()
    let count = rounds.count
    rounds.isOver = true
    var last = count
    try crowd.drive(patience: patience) {
      defer { last = rounds.count }
      if crowd.members.allSatisfy({ $0.stage == .absent }) { return .done }
      return rounds.count > last ? .moved : .waits
    } orFail: {
      LoadError("somebody was not let go")
    }

    var report = LoadReport(scenario: "churn", members: members)
    report.usage = usage
    report.figures["rounds/s"] = Double(count) / usage.seconds
    if let summary = rounds.logIn.summary {
      report.figures["log-in p50"] = summary.p50
      report.figures["log-in p99"] = summary.p99
      report.figures["log-in max"] = summary.max
    }
    return report
  }
}
