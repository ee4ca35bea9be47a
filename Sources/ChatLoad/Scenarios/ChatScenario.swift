import ChatSystem

/// The scenarios `fanout` and `private`: messages from senders to members, for a while.
struct ChatScenario {
  /// Who writes to whom.
  enum Kind: String {
    /// Everybody receives what each sender writes.
    case fanout
    /// Each sender writes to one receiver of its own.
    case `private`
  }

  var kind: Kind
  /// How many are logged in.
  var members: Int
  /// How many of them write; in `private` half of the members do.
  var senders: Int
  /// How many more are logged in who block all senders.
  var blockers = 0
  var drive: Chat.Drive
  var bodyBytes: Int
  /// How long is measured, in seconds, and how long before that is not.
  var seconds: Double
  var warmUp: Double
  /// How long nothing may happen before what is missing counts as lost, in seconds.
  var patience: Double

  /// How long is waited for messages that should not come, in nanoseconds.
  private static let afterglow: Int64 = 50_000_000

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    let crowd = try Crowd(target)
    defer { crowd.disband() }
    crowd.add(members + blockers, senders: senders)
    let chat =
      switch kind {
      case .fanout: Chat.broadcasts(crowd, senders: senders, audience: members, bodyBytes: bodyBytes, drive: drive)
      case .private: Chat.pairs(crowd, senders, bodyBytes: bodyBytes, drive: drive)
      }
    crowd.traffic = chat
    try crowd.logInAll(patience: patience)

    for blocker in crowd.members.dropFirst(members) {
      for sender in crowd.members.prefix(senders) {
        crowd.send(.request(number: blocker.takeNumber(), .block(sender.name)), of: blocker)
      }
    }
    chat.start(at: MonotonicClock.now())
    try crowd.run(until: MonotonicClock.now() + Self.nanoseconds(warmUp))
    let gauge = Gauge(target.process)
    let start = MonotonicClock.now()
    chat.measure(start..<start + Self.nanoseconds(seconds))
    try crowd.run(until: start + Self.nanoseconds(seconds))
    let usage = gauge.reading()
    chat.stop(at: MonotonicClock.now())
    try settle(crowd, chat)

    var report = LoadReport(scenario: kind.rawValue, members: members, senders: senders, bodyBytes: bodyBytes)
    report.seconds = seconds
    report.messages = chat.messages
    report.deliveries = chat.deliveries
    report.delivery = chat.delivery.summary
    report.receipt = chat.receipt.summary
    report.usage = usage
    report.flaws = chat.flaws { sender in
      kind == .fanout ? 0..<members : senders + sender..<senders + sender + 1
    }
    report.unanswered = chat.unanswered
    report.oddReceipts = chat.oddReceipts
    switch drive {
    case .window(let size): report.window = size
    case .rate(let perSecond): report.rate = perSecond
    }
    return report
  }

  /// Waits until everything has come, or nothing comes any more.
  private func settle(_ crowd: Crowd, _ chat: Chat) throws(LoadError) {
    var seen = -1
    var limit = MonotonicClock.now()
    while !chat.isSettled {
      let now = MonotonicClock.now()
      if chat.arrived + chat.answered != seen {
        seen = chat.arrived + chat.answered
        limit = now + Self.nanoseconds(patience)
      }
      guard now < limit else { return }
      try crowd.run(until: now + 5_000_000)
    }
    try crowd.run(until: MonotonicClock.now() + Self.afterglow)
  }

  private static func nanoseconds(_ seconds: Double) -> Int64 {
    Int64(seconds * 1e9)
  }
}
