import ChatCore
import ChatTestSupport
import Glibc
import Testing

@testable import ChatServer

/// Finding, counting and explaining what the logs hold.
@Suite struct LogReadingTests {
  let start = WallTime(microseconds: 1_393_968_750_000_000)

  @Test func eachConditionFilters() {
    let failed = line(.logInFailed(user: "Ann", address: "10.0.0.1", triesLeft: 2))
    let stored = line(.fileStored(user: "bob", recipient: "ann", file: "My Notes.txt", size: 1), after: 3_600)
    func passing(_ change: (inout LogFilter) -> Void) -> [Bool] {
      var filter = LogFilter()
      change(&filter)
      return [filter.passes(failed), filter.passes(stored)]
    }
    #expect(passing { _ in } == [true, true])
    #expect(passing { $0.user = "ANN" } == [true, true])
    #expect(passing { $0.user = "bob" } == [false, true])
    #expect(passing { $0.user = "an" } == [false, false])
    #expect(passing { $0.events = ["file-stored"] } == [false, true])
    #expect(passing { $0.events = ["file-stored", "log-in-failed"] } == [true, true])
    #expect(passing { $0.address = "10.0.0.1" } == [true, false])
    #expect(passing { $0.address = "10.0.0" } == [false, false])
    #expect(passing { $0.since = time(after: 1) } == [false, true])
    #expect(passing { $0.until = time(after: 1) } == [true, false])
    #expect(
      passing {
        $0.since = start; $0.until = time(after: 3_600)
      } == [true, true])
    #expect(passing { $0.text = "my notes" } == [false, true])
    #expect(passing { $0.text = "IN-FAIL" } == [true, false])
    #expect(
      passing {
        $0.text = "ann"; $0.address = "10.0.0.1"
      } == [true, false])
  }

  @Test func aTornLineHasOnlyItsText() {
    let torn = LoggedLine(#"{"time":"2014-03-04T21:32:30Z","event":"log-in","user":"an"#.utf8)
    var filter = LogFilter()
    #expect(filter.passes(torn))
    filter.text = "LOG-IN"
    #expect(filter.passes(torn))
    filter.user = "an"
    #expect(!filter.passes(torn))
  }

  @Test func countsByHour() {
    var statistics = LogStatistics(by: .hour)
    for line in lines { statistics.add(line) }
    let rows = statistics.rows
    #expect(rows.count == 2)
    #expect(rows.first?.name == "\(LocalTime(start).date) \(LocalTime(start).clock.prefix(2)):00")
    var first = LogStatistics.Counts()
    (first.logIns, first.messages, first.transfers, first.failures, first.leftOut) = (2, 2, 1, 1, 40)
    #expect(rows.first?.counts == first)
    var second = LogStatistics.Counts()
    (second.failures) = 6
    #expect(rows.last?.counts == second)
  }

  @Test func countsByUser() {
    var statistics = LogStatistics(by: .user)
    for line in lines { statistics.add(line) }
    let rows = statistics.rows
    #expect(rows.map(\.name) == ["ann", "bob"])
    #expect(rows.map(\.counts.total) == [5, 2])
    #expect(rows.first?.counts.leftOut == 40)
  }

  @Test func forgedCountsAddUpToNoOverflow() {
    var statistics = LogStatistics(by: .user)
    for count in [Int.max, .max, .min, 3] {
      statistics.add(line(.commandsLeftOut(user: "ann", count: count)))
    }
    #expect(statistics.rows.map(\.counts.leftOut) == [2 << 32 + 3])
  }

  @Test func theHistoryKnowsWhoIsOnline() {
    var history = LogInHistory(of: "ANN")
    history.add(line(.loggedIn(user: "bob", address: "x", resumed: false)))
    history.add(own(.start))
    history.add(line(.loggedIn(user: "ann", address: "y", resumed: false)))
    history.add(line(.connectionLost(user: "ann", address: "y", grace: 30)))
    #expect(history.online == [AccountKey("ann")])
    #expect(history.address == "y")
    history.add(line(.loggedOut(user: "ann", address: "y", .lost)))
    #expect(history.online.isEmpty)
    #expect(history.address == nil)
    for tries in 0..<20 { history.add(line(.logInFailed(user: "ann", address: "z", triesLeft: tries))) }
    #expect(history.attempts.compactMap { $0.field("triesLeft")?.text } == (10..<20).map(String.init))
  }

  @Test func whatStandsInTheWay() throws {
    var state = DurableState()
    let verifier = try #require(PasswordVerifier(phc: Self.phc))
    state.accounts = [
      Account(
        id: AccountID(rawValue: 1), name: try AccountName("Ann"), verifier: verifier, created: start)
    ]
    state.logInBlocks = [
      LogInBlock(account: AccountID(rawValue: 1), address: "10.0.0.1", since: start),
      LogInBlock(account: AccountID(rawValue: 1), address: "10.0.0.2", since: time(after: -60)),
    ]
    func explain(_ user: String, _ history: LogInHistory? = nil, runs: Bool = true, maxCon: String = "2")
      -> [LogInExplanation.Obstacle]
    {
      var parameters = Parameters()
      _ = parameters.set(.maxCon, to: maxCon)
      return LogInExplanation(
        user: user, state: state, parameters: parameters, history: history ?? LogInHistory(of: user),
        isServerRunning: runs, now: time(after: 20)
      ).obstacles
    }
    let blocked = LogInExplanation.Obstacle.blocked(address: "10.0.0.1", until: time(after: 60), secondsLeft: 40)
    #expect(explain("ann") == [blocked])
    #expect(explain("ann", runs: false) == [blocked, .noServer])
    #expect(explain("ann", maxCon: "0") == [blocked, .full(online: 0, maxCon: 0)])
    #expect(explain("amn") == [.noAccount(nearest: "Ann")])
    state.bans = (1...3).map {
      Ban(
        id: EntryID(rawValue: 10 + $0), subject: .address("10.0.0.\($0)"), since: start,
        until: $0 == 3 ? time(after: 10) : nil, reason: nil)
    }
    #expect(
      LogInExplanation(
        user: "ann", state: state, parameters: Parameters(), history: LogInHistory(of: "ann"), isServerRunning: true,
        now: time(after: 20)
      ).bannedAddresses == 2)
    var history = LogInHistory(of: "ann")
    history.add(line(.loggedIn(user: "Ann", address: "y", resumed: false)))
    #expect(explain("ann", history) == [blocked, .online(address: "y")])
    state.logInBlocks = []
    #expect(explain("ann") == [])
    let ann = Ban.Subject.person(AccountID(rawValue: 1), try AccountName("Ann"))
    state.bans = [Ban(id: EntryID(rawValue: 9), subject: ann, since: start, until: time(after: 30), reason: "spam")]
    #expect(explain("ann") == [.banned(until: time(after: 30), reason: "spam")])
    state.bans = [Ban(id: EntryID(rawValue: 9), subject: ann, since: start, until: time(after: 20), reason: "spam")]
    #expect(explain("ann") == [])
  }

  private static let phc = "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

  private var lines: [LoggedLine] {
    [
      line(.loggedIn(user: "ann", address: "a", resumed: false)),
      line(.loggedIn(user: "bob", address: "a", resumed: true)),
      line(.command(user: "ann", name: "broadcast", target: nil)),
      line(.command(user: "Ann", name: "message", target: "bob")),
      line(.command(user: "ann", name: "whoelse", target: nil)),
      line(.commandsLeftOut(user: "ann", count: 40)), line(.fileFetched(user: "bob", sender: "ann", file: "f")),
      line(.logInFailed(user: "ann", address: "a", triesLeft: 1)), line(.connected(address: "a")),
      LoggedLine("torn".utf8),
      line(.refusedFull(address: "a", maxCon: 1), after: 3_600),
      line(.logInsLeftOut(address: "a", count: 4), after: 3_600),
      line(.transferFailed(user: "ann", reason: "x"), after: 3_600),
    ]
  }

  private func time(after seconds: Int64) -> WallTime {
    WallTime(microseconds: start.microseconds + seconds * 1_000_000)
  }

  private func line(_ event: ServerEvent, after seconds: Int64 = 0) -> LoggedLine {
    LoggedLine(event.line(at: time(after: seconds)).finished.dropLast().utf8)
  }

  private func own(_ event: LogEvent) -> LoggedLine {
    LoggedLine(LogLine(event, at: start).finished.dropLast().utf8)
  }
}
