import ChatCore
import ChatSystem
import ChatWire

/// The scenario `resume`: everybody loses the connection and comes back by token, again and again, or once after a
/// restart of the server.
struct ResumeScenario {
  var members: Int
  /// How long is measured, in seconds; without meaning after a restart.
  var seconds: Double
  /// Whether the connections are not cut but the server is stopped and started again, by somebody else.
  var awaitsRestart: Bool
  var patience: Double

  /// Comes back, and asks for the next token.
  private final class Returns: Traffic {
    /// What is done with who has a token.
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
    /// When the first and the last one came back after a restart.
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
      crowd.send(.request(number: member.takeNumber(), .wantToken), of: member)
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

  /// Runs it against `target` on the calling thread. `isReady` is called when the server may be restarted.
  func run(_ target: Target, isReady: () -> Void) throws(LoadError) -> LoadReport {
    DescriptorLimit.raise()
    let crowd = try Crowd(target)
    defer { crowd.disband() }
    crowd.add(members, senders: 0)
    let returns = Returns(crowd)
    crowd.traffic = returns
    try crowd.logInAll(patience: patience)
    try gatherTokens(crowd)

    var report = LoadReport(scenario: "resume", members: members)
    if awaitsRestart {
      returns.phase = .restarting
      isReady()
      try awaitReturns(crowd, returns)
      report.figures["all back s"] = Double(returns.lastBack - returns.firstBack) / 1e9
    } else {
      let gauge = Gauge(target.process)
      returns.phase = .cutting
      crowd.members.forEach(returns.comeBack)
      try crowd.run(until: MonotonicClock.now() + Int64(seconds * 1e9))
      let usage = gauge.reading()
      report.usage = usage
      report.figures["resumes/s"] = Double(returns.count) / usage.seconds
    }
    if let summary = returns.latency.summary {
      report.figures["resume p50"] = summary.p50
      report.figures["resume p99"] = summary.p99
      report.figures["resume max"] = summary.max
    }
    return report
  }

  private func gatherTokens(_ crowd: Crowd) throws(LoadError) {
    var had = 0
    try crowd.drive(patience: patience) {
      let have = crowd.members.count { $0.token != nil }
      defer { had = have }
      return have == members ? .done : have > had ? .moved : .waits
    } orFail: {
      LoadError("only \(had) of \(members) people got a token")
    }
  }

  private func awaitReturns(_ crowd: Crowd, _ returns: Returns) throws(LoadError) {
    var had = 0
    try crowd.drive(patience: patience) {
      defer { had = returns.count }
      return returns.count >= members ? .done : returns.count > had ? .moved : .waits
    } orFail: {
      LoadError("only \(had) of \(members) people came back")
    }
  }
}
