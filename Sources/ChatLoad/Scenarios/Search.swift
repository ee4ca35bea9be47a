import ArgumentParser
import ChatCore
import ChatSystem
import ChatWire

struct Search: ScenarioCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for words in the past.",
    discussion: """
      Seeded messages hold a word of a thousand, word0 to word999, and one of their own, message0 and so on.

      Example: chatload search 1234 --plaintext --text word17
      """)

  @OptionGroup var options: TargetOptions
  @Option(help: ArgumentHelp("How many search at the same time.", valueName: "count")) var members = 1
  @Option(help: ArgumentHelp("What for.", valueName: "words")) var text = "word17"
  @Option(help: ArgumentHelp("How many messages an answer has at most.", valueName: "count")) var limit = 50
  @Option(help: ArgumentHelp("How long is measured.", valueName: "seconds")) var seconds = 5.0

  func validate() throws {
    try check("--members", members, in: 1...10_000)
    try check("--limit", limit, in: 1...LogQuery.maximumLimit)
    try check("--seconds", isAboveZero: seconds)
  }

  func measure(_ target: Target) throws -> LoadReport {
    try Self.measure(target, members: members, LogQuery(text: text, limit: limit), seconds: seconds)
  }

  /// Has all `members` search, each again as soon as the answer to its last search has come.
  static func measure(_ target: Target, members: Int = 1, _ query: LogQuery, seconds: Double) throws -> LoadReport {
    let crowd = try Crowd(target, people: members)
    defer { crowd.disband() }
    let searches = Searches(crowd, query)
    searches.areRepeated = true
    crowd.traffic = searches
    try crowd.logInAll()
    let usage = try crowd.measure(seconds: seconds) { crowd.members.forEach(searches.search) }
    searches.areRepeated = false
    try crowd.run(until: { searches.underWay == 0 }, noting: { searches.underWay }) { "a search was not answered" }
    var report = LoadReport("search", members: members, usage: usage)
    report["searches/s"] = Double(searches.latency.count) / usage.seconds
    report["found each"] = Double(searches.found) / Double(max(1, searches.latency.count))
    report.tell("answer", searches.latency)
    return report
  }
}

/// Searches of some members, and how long the answers took.
final class Searches: Traffic {
  private let crowd: Crowd
  private let query: LogQuery
  var latency = Latency()
  private(set) var found = 0
  private(set) var underWay = 0
  /// True while each answer is followed by the next search.
  var areRepeated = false

  init(_ crowd: Crowd, _ query: LogQuery) {
    self.crowd = crowd
    self.query = query
  }

  func search(_ member: Member) {
    underWay += 1
    member.began = MonotonicClock.now()
    crowd.ask(.lookBack(query), member)
  }

  override func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
    guard underWay > 0, case .reply(_, .past(let messages)) = frame else { return false }
    underWay -= 1
    latency.record(now - member.began)
    found += messages.count
    if areRepeated { search(member) }
    return true
  }
}
