import ChatCore
import ChatTestSupport
import Testing

@Suite("Who logged out when")
struct RecentDeparturesTests {
  @Test(arguments: 0..<20)
  func itAgreesWithLookingAtEverybody(round: Int) {
    var random = SeededGenerator(seed: UInt64(round))
    let start = ManualClock().now
    var departures = RecentDepartures(now: start)
    var latest: [AccountID: Double] = [:]
    var clock = 0.0
    for _ in 0..<400 {
      clock += Double.random(in: 0...3, using: &random)
      let account = AccountID(rawValue: Int64.random(in: 1...12, using: &random))
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        departures.remove(account)
        latest[account] = nil
      default:
        departures.note(account, at: start.uptime.advanced(bySeconds: clock))
        latest[account] = clock
      }
      let window = Double.random(in: 0...40, using: &random)
      let found = departures.within(seconds: window, of: start.uptime.advanced(bySeconds: clock))
      // The clocks count nanoseconds: what lies on the edge may be either.
      let inside = Set(latest.filter { clock - $0.value <= window - 1e-6 }.keys)
      let around = Set(latest.filter { clock - $0.value <= window + 1e-6 }.keys)
      #expect(inside.isSubset(of: found) && found.isSubset(of: around), "seed \(round)")
    }
  }

  @Test func whatTheStoreKnowsIsSeenFromNow() throws {
    let now = ManualClock().now
    func account(_ id: Int64, secondsAgo: Int64?) throws -> Account {
      let verifier = try #require(
        PasswordVerifier(cost: .standard, salt: [1], hash: [UInt8](repeating: 0, count: 16)))
      return Account(
        id: AccountID(rawValue: id), name: try AccountName("a\(id)"), verifier: verifier, created: now.wall,
        lastSeen: secondsAgo.map { WallTime(microseconds: now.wall.microseconds - $0 * 1_000_000) })
    }
    let accounts = [
      try account(1, secondsAgo: 50), try account(2, secondsAgo: nil), try account(3, secondsAgo: 10),
      try account(4, secondsAgo: -1_000),
    ]
    var departures = RecentDepartures(accounts, now: now)
    #expect(departures.within(seconds: 20, of: now.uptime).map(\.rawValue).sorted() == [3, 4])
    departures.remove(AccountID(rawValue: 3))
    departures.restore(accounts[2], now: now)
    #expect(departures.within(seconds: 50, of: now.uptime).map(\.rawValue).sorted() == [1, 3, 4])
  }
}
