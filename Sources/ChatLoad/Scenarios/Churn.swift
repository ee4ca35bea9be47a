import ArgumentParser
import ChatCore
import ChatWire

struct Churn: ScenarioCommand {
  static let configuration = CommandConfiguration(
    abstract: "Connect, log in, leave, come back.",
    discussion: "Example: chatload churn 1234 --plaintext --members 50 --seconds 10")

  @OptionGroup var options: TargetOptions
  @Option(help: ArgumentHelp("The number of those who do so at the same time.", valueName: "count")) var members = 50
  @Option(help: ArgumentHelp("How long is measured.", valueName: "seconds")) var seconds = 5.0

  func validate() throws {
    try check("--members", members, in: 1...10_000)
    try check("--seconds", isAboveZero: seconds)
  }

  func measure(_ target: Target) throws -> LoadReport {
    try Self.measure(target, members: members, seconds: seconds)
  }

  /// Has all `members` connect, log in, leave, and come back.
  static func measure(_ target: Target, members: Int, seconds: Double) throws(LoadError) -> LoadReport {
    let crowd = try Crowd(target, people: members)
    defer { crowd.disband() }
    let rounds = Rounds(crowd)
    crowd.traffic = rounds
    let usage = try crowd.measure(seconds: seconds) { crowd.logIn(crowd.members) }
    var report = LoadReport("churn", members: members, usage: usage)
    report["rounds/s"] = Double(rounds.count) / usage.seconds
    rounds.isOver = true
    let areGone = { crowd.members.allSatisfy { $0.stage == .absent } }
    try crowd.run(until: areGone, noting: { rounds.count }) { "somebody was not let go" }
    report.tell("log-in", rounds.logIn)
    return report
  }

  private final class Rounds: Traffic {
    private let crowd: Crowd
    private(set) var count = 0
    private(set) var logIn = Latency()
    var isOver = false

    init(_ crowd: Crowd) { self.crowd = crowd }

    override func isLive(_ member: Member, at now: Int64) {
      logIn.record(now - member.began)
      member.stage = .leaving
      crowd.ask(.leave(.quit), member)
    }

    override func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
      guard case .reply(_, .goodbye) = frame else { return false }
      crowd.cut(member)
      count += 1
      if !isOver { crowd.logIn([member]) }
      return true
    }
  }
}
