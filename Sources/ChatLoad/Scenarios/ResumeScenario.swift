import ArgumentParser
import ChatCore
import ChatWire

/// The scenario `resume`: everybody loses the connection and comes back by token, again and again, or once after a
/// restart of the server.
struct ResumeScenario {
  var members: Int
  /// The time that is measured; without meaning after a restart.
  var seconds: Double
  /// Has the server killed and started again, or tells somebody to do so, when all have a token; nil where the connections
  /// are cut instead.
  var restart: (() throws(LoadError) -> Void)?

  /// Comes back, and asks for the next token.
  private final class Returns: Traffic {
    /// The fate of who has a token.
    enum Phase {
      /// Nothing: all are to have one first.
      case gathering
      /// Their connections are cut.
      case cutting
      /// The server cuts them.
      case restarting
    }

    private let crowd: Crowd
    var phase = Phase.gathering
    private(set) var count = 0
    private(set) var latency = Latency()
    /// The times at which the first and the last one came back after a restart.
    private(set) var firstBack: Int64 = 0
    private(set) var lastBack: Int64 = 0

    init(_ crowd: Crowd) {
      self.crowd = crowd
    }

    func isLive(_ member: Member, at now: Int64) {
      if phase != .gathering {
        count += 1
        latency.record(now - member.began)
        if firstBack == 0 { firstBack = member.began }
        lastBack = now
      }
      crowd.ask(.wantToken, member)
    }

    func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
      switch frame {
      case .reply(_, .token(let token)):
        member.token = token
        if phase == .cutting { comeBack(member) }
        return true
      case .event(.serverStopping): return phase == .restarting
      default: return false
      }
    }

    func lost(_ member: Member) -> Bool {
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

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    let crowd = try Crowd(target, people: members)
    defer { crowd.disband() }
    let returns = Returns(crowd)
    crowd.traffic = returns
    try crowd.logInAll()
    try wait(for: "got a token", crowd) { crowd.members.count { $0.token != nil } }

    var report = LoadReport("resume", members: members)
    if let restart {
      returns.phase = .restarting
      try restart()
      try wait(for: "came back", crowd) { returns.count }
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

  private func wait(for what: String, _ crowd: Crowd, _ count: () -> Int) throws(LoadError) {
    try crowd.run(until: { count() >= members }, noting: count) { "only \(count()) of \(members) people \(what)" }
  }
}

/// `chatload resume PORT`
struct Resume: ScenarioCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
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

  func measure(_ target: Target) throws(LoadError) -> LoadReport {
    let restart = { () throws(LoadError) in Bench.note("All are there: restart the server now.") }
    return try ResumeScenario(members: members, seconds: seconds, restart: afterRestart ? restart : nil).run(target)
  }
}
