import ChatCore
import ChatSystem
import ChatWire

/// The scenario `search`: some look for words in the past, each as soon as the answer to the last search has come.
struct SearchScenario {
  var members: Int
  /// What is searched for; nil for the newest messages, whatever they say.
  var text: String?
  /// How many messages of each answer.
  var limit: Int
  var seconds: Double
  var patience: Double

  private final class Searches: Traffic {
    private let crowd: Crowd
    private let query: LogQuery
    private(set) var latency = Latency()
    private(set) var found = 0
    var isOver = false
    private(set) var underWay = 0

    init(_ crowd: Crowd, _ query: LogQuery) {
      self.crowd = crowd
      self.query = query
    }

    func search(_ member: Member) {
      underWay += 1
      member.began = MonotonicClock.now()
      crowd.send(.request(number: member.takeNumber(), .lookBack(query)), of: member)
    }

    func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
      guard case .reply(_, .past(let messages)) = frame else { return false }
      underWay -= 1
      latency.record(now - member.began)
      found += messages.count
      if !isOver { search(member) }
      return true
    }
  }

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    let crowd = try Crowd(target)
    defer { crowd.disband() }
    crowd.add(members, senders: 0)
    let searches = Searches(crowd, LogQuery(text: text, limit: limit))
    crowd.traffic = searches
    try crowd.logInAll(patience: patience)
    let gauge = Gauge(target.process)
    crowd.members.forEach(searches.search)
    try crowd.run(until: MonotonicClock.now() + Int64(seconds * 1e9))
    let usage = gauge.reading()
    searches.isOver = true
    try crowd.drive(patience: patience) {
      searches.underWay == 0 ? .done : .waits
    } orFail: {
      LoadError("a search was not answered")
    }

    var report = LoadReport(scenario: "search", members: members)
    report.usage = usage
    report.figures["searches/s"] = Double(searches.latency.count) / usage.seconds
    report.figures["found each"] = Double(searches.found) / Double(max(1, searches.latency.count))
    if let summary = searches.latency.summary {
      report.figures["answer p50"] = summary.p50
      report.figures["answer p99"] = summary.p99
      report.figures["answer max"] = summary.max
    }
    return report
  }
}
