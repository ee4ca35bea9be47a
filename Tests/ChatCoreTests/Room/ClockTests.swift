import ChatCore
import Testing

@Suite("A time of day that jumps")
struct ClockTests {
  @Test(arguments: [-1e6, 1e6])
  func duringTheRunNothingNotices(jump: Double) throws {
    let room = TestRoom("amy", "bob", "cat")
    room.with { $0.set(.lastHour, to: "100") }
    let amy = try room.enter("amy")
    room.leave(try room.enter("bob"))
    let prompt = try room.connect()
    for _ in 0..<3 {
      _ = room.logIn(prompt, "cat", password: "wrong")
    }
    _ = room.news(amy)
    room.with { $0.clock.setWall(forwardBy: jump) }
    room.pass(10)
    #expect(room.ask(amy, .wholasthr) == .lastHour(["bob"]))
    #expect(room.ask(prompt, .checkName("cat")).refusal == .stillBlocked(seconds: 50))
    room.ask(amy, .broadcast(body: "one"))
    room.with { $0.clock.setWall(forwardBy: -2 * jump) }
    room.ask(amy, .broadcast(body: "two"))
    #expect(room.news(amy) == ["amy(broadcast): one", "amy(broadcast): two"])
    #expect(room.enters("bob").map(room.news) == ["amy(broadcast): one", "amy(broadcast): two", "caught up"])
    room.pass(50)
    #expect(room.ask(prompt, .checkName("cat")) == .nameKnown)
  }

  @Test func setBackOverARestartTheFutureCountsAsNow() throws {
    let room = prepared()
    room.with { $0.clock.setWall(forwardBy: -1e6) }
    room.with { $0.crash() }
    room.with { $0.set(.timeOut, to: "600") }
    #expect(room.ask(try room.connect(), .checkName("cat")).refusal == .stillBlocked(seconds: 60))
    let amy = try #require(room.enters("amy"))
    #expect(room.news(amy) == ["bob(broadcast): hi", "caught up"])
    #expect(room.ask(amy, .wholasthr) == .lastHour(["bob"]))
    room.pass(61)
    #expect(room.ask(try room.connect(), .checkName("cat")) == .nameKnown)
    room.pass(3600)
    #expect(room.ask(try room.enter("amy"), .wholasthr) == .lastHour([]))
  }

  @Test func setForwardOverARestartEverythingIsLongAgo() throws {
    let room = prepared()
    room.with { $0.clock.setWall(forwardBy: 1e6) }
    room.with { $0.crash() }
    #expect(room.ask(try room.connect(), .checkName("cat")) == .nameKnown)
    let amy = try #require(room.enters("amy"))
    #expect(room.news(amy) == ["bob(broadcast): hi", "caught up"])
    #expect(room.ask(amy, .wholasthr) == .lastHour([]))
  }

  @Test(arguments: [Int64.min, .max, 0, -1])
  func anyStoredTimeIsBorne(microseconds: Int64) {
    let now = Moment(uptime: Uptime(nanoseconds: 5_000), wall: WallTime(microseconds: 1_393_965_150_000_000))
    let seen = now.uptime(at: WallTime(microseconds: microseconds))
    #expect(seen <= now.uptime)
    #expect(now.uptime.seconds(since: seen) >= 0)
    let early = Moment(uptime: Uptime(nanoseconds: 0), wall: WallTime(microseconds: microseconds))
    #expect(early.uptime(at: WallTime(microseconds: 0)) <= early.uptime)
  }

  @Test func secondsBecomeMicrosecondsWithoutATrap() {
    #expect(WallTime(seconds: 1_393_986_325.27).microseconds == 1_393_986_325_270_000)
    #expect(WallTime(seconds: 1e300).microseconds == .max)
    #expect(WallTime(seconds: -1e300).microseconds == .min)
    #expect(WallTime(microseconds: 1_500_000).seconds == 1.5)
  }

  /// A room that bob left a moment ago and in which cat is blocked.
  private func prepared() -> TestRoom {
    let room = TestRoom("amy", "bob", "cat")
    if let bob = room.enters("bob") {
      room.ask(bob, .broadcast(body: "hi"))
      room.leave(bob)
    }
    if let prompt = try? room.connect() {
      for _ in 0..<3 {
        _ = room.logIn(prompt, "cat", password: "wrong")
      }
    }
    return room
  }
}
