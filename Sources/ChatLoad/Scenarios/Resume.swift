import ArgumentParser
import ChatCore
import ChatSystem
import ChatWire
import Glibc

struct Resume: ScenarioCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lose the connection and come back by token.",
    discussion: """
      With --after-restart it waits for the server to be stopped and started again on the same port, and tells how long \
      it took from the first answer until all were back.

      Example: chatload resume 1234 --plaintext --members 1000 --seconds 10
      """)

  @OptionGroup var options: TargetOptions
  @Option(help: ArgumentHelp("How many.", valueName: "count")) var members = 1_000
  @Option(help: ArgumentHelp("How long is measured.", valueName: "seconds")) var seconds = 5.0
  @Flag(help: "Cut nothing, but wait for a restart of the server.") var afterRestart = false

  func validate() throws {
    try check("--members", members, in: 1...10_000)
    try check("--seconds", isAboveZero: seconds)
  }

  func measure(_ target: Target) throws -> LoadReport {
    let restart = { _ = StandardOutput.write("All are there: restart the server now.\n", to: STDERR_FILENO) }
    return try Self.measure(target, members: members, seconds: seconds, restart: afterRestart ? restart : nil)
  }

  /// Has all `members` lose the connection and come back by token: again and again for that time or, with `restart`, once
  /// after that has had the server killed and started again, or has told somebody to do so.
  static func measure(
    _ target: Target, members: Int, seconds: Double, restart: (() throws -> Void)? = nil
  ) throws -> LoadReport {
    let crowd = try Crowd(target, people: members)
    defer { crowd.disband() }
    let returns = Returns(crowd)
    crowd.traffic = returns
    func wait(for what: String, _ count: () -> Int) throws(LoadError) {
      try crowd.run(until: { count() >= members }, noting: count) { "only \(count()) of \(members) people \(what)" }
    }
    try crowd.logInAll()
    try wait(for: "got a token") { crowd.members.count { $0.token != nil } }
    var report = LoadReport("resume", members: members)
    if let restart {
      returns.phase = .restarting
      try restart()
      try wait(for: "came back") { returns.count }
      report["all back s"] = Double(returns.lastBack - returns.firstBack) / 1e9
    } else {
      returns.phase = .cutting
      let usage = try crowd.measure(seconds: seconds) { crowd.members.forEach(returns.comeBack) }
      report.usage = usage
      report["resumes/s"] = Double(returns.count) / usage.seconds
    }
    report.tell("resume", returns.latency)
    return report
  }

  /// Comes back, and asks for the next token.
  private final class Returns: Traffic {
    /// The fate of who has a token: nothing, until all have one; their connections are cut; the server cuts them.
    enum Phase {
      case gathering, cutting, restarting
    }

    private let crowd: Crowd
    var phase = Phase.gathering
    private(set) var count = 0
    private(set) var latency = Latency()
    /// The times at which the first and the last one came back after a restart.
    private(set) var firstBack: Int64 = 0
    private(set) var lastBack: Int64 = 0

    init(_ crowd: Crowd) { self.crowd = crowd }

    override func isLive(_ member: Member, at now: Int64) {
      if phase != .gathering {
        count += 1
        latency.record(now - member.began)
        if firstBack == 0 { firstBack = member.began }
        lastBack = now
      }
      crowd.ask(.wantToken, member)
    }

    override func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
      switch frame {
      case .reply(_, .token(let token)):
        member.token = token
        if phase == .cutting { comeBack(member) }
        return true
      case .event(.serverStopping): return phase == .restarting
      default: return false
      }
    }

    override func lost(_ member: Member) -> Bool {
      guard phase == .restarting else { return false }
      crowd.awaitsServer = true
      crowd.logIn([member])
      return true
    }

    func comeBack(_ member: Member) {
      crowd.cut(member)
      crowd.logIn([member])
    }
  }
}
