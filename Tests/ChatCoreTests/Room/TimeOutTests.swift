import ChatCore
import ChatTestSupport
import Testing

@Suite("TIME_OUT")
struct TimeOutTests {
  private func room() -> TestRoom {
    let room = TestRoom("amy", "bob")
    room.with { $0.set(.timeOut, to: "60") }
    return room
  }

  @Test func whoTypesNothingIsLoggedOut() throws {
    let room = room()
    let amy = try room.enter("amy")
    let next = room.pass(29)
    // When it is told.
    #expect(next.map { $0.seconds(since: room.clock.now.uptime) } == 1)
    let end = room.pass(1)
    #expect(end.map { $0.seconds(since: room.clock.now.uptime) } == 30)
    #expect(room.news(amy).last == "30.0 s left")
    let bob = try room.enter("bob")
    _ = room.news(amy)
    room.pass(30)
    #expect(room.news(amy) == ["timed out after 60.0"])
    #expect(room.inboxes[amy]?.isClosed == true)
    #expect(room.news(bob) == ["30.0 s left", "- amy"])
    #expect(room.logged.last == .loggedOut(user: "amy", address: "127.0.0.1", .timedOut))
    room.lose(amy)
    room.pass(29)
    #expect(room.news(bob).isEmpty)
  }

  @Test func nearItsEndItIsToldOnceInAStretch() throws {
    let room = TestRoom("amy", "bob")
    room.with { $0.set(.timeOut, to: "600") }
    let amy = try room.enter("amy")
    room.pass(539)
    #expect(room.news(amy).isEmpty)
    room.pass(2)
    room.pass(30)
    #expect(room.news(amy) == ["59.0 s left"])
    room.ask(amy, .whoelse)
    room.pass(539)
    #expect(room.news(amy).isEmpty)
    room.pass(1)
    #expect(room.news(amy) == ["60.0 s left"])
    // Whoever has never is told nothing.
    room.with { $0.set(.timeOut, to: "0") }
    #expect(room.pass(1_000_000) == nil)
    #expect(room.news(amy).isEmpty)
    #expect(room.room.onlineCount == 1)
  }

  @Test func keysThatArePressedStartItAnew() throws {
    let room = room()
    let amy = try room.enter("amy")
    for _ in 0..<5 {
      room.pass(59)
      #expect(room.news(amy) == ["1.0 s left"])
      room.with { $0.typed(amy) }
    }
    room.pass(60)
    #expect(room.news(amy) == ["timed out after 60.0"])
  }

  @Test func aCommandStartsItAnewEvenAWrongOne() throws {
    let room = room()
    let amy = try room.enter("amy")
    for request in [Request.whoelse, .broadcast(body: ""), .block("nobody"), .listFiles] {
      room.pass(59)
      room.ask(amy, request)
    }
    room.pass(59)
    #expect(room.room.onlineCount == 1)
  }

  @Test func acknowledgementsAndWhatOthersWriteAreNoActivity() throws {
    let room = room()
    let amy = try room.enter("amy")
    for _ in 0..<6 {
      let bob = try room.enter("bob")
      room.ask(bob, .broadcast(body: "are you there?"))
      room.leave(bob)
      room.acknowledge(amy)
      room.pass(10)
    }
    #expect(room.news(amy).last == "timed out after 60.0")
  }

  @Test func runningTransfersAreActivity() throws {
    let room = room()
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    guard case .uploadAccepted(let up, _) = room.ask(amy, .offerFile(to: "bob", name: "big", size: 1 << 30)) else {
      Issue.record("no upload")
      return
    }
    for _ in 0..<5 {
      room.pass(50)
      room.ask(bob, .whoelse)
    }
    room.with { $0.finishUpload(amy, up) }
    room.pass(59)
    room.ask(bob, .whoelse)
    #expect(room.ask(bob, .whoelse) == .others(["amy"]))
    guard case .downloadAccepted(let down, _, _, _, _) = room.ask(bob, .getFile(from: "amy", name: "big")) else {
      Issue.record("no download")
      return
    }
    room.pass(1000)
    #expect(room.room.onlineCount == 1 && room.inboxes[amy]?.isClosed == true)
    room.with { $0.endDownload(bob, down) }
    room.pass(59)
    #expect(room.room.onlineCount == 1)
    room.pass(1)
    #expect(room.room.onlineCount == 0)
  }

  @Test func aChangeHoldsForThoseWhoAreThere() throws {
    let room = room()
    let amy = try room.enter("amy")
    room.pass(40)
    room.with { $0.set(.timeOut, to: "100") }
    room.pass(40)
    #expect(room.room.onlineCount == 1)
    room.with { $0.set(.timeOut, to: "80") }
    room.pass(0)
    #expect(room.news(amy) == ["20.0 s left", "timed out after 80.0"])
  }

  @Test func atThePromptAnotherTimeCounts() throws {
    let room = room()
    let prompt = try room.connect()
    room.pass(599)
    #expect(room.inboxes[prompt]?.isClosed == false)
    room.ask(prompt, .checkName("nobody"))
    room.pass(599)
    #expect(room.inboxes[prompt]?.isClosed == false)
    #expect(room.pass(0.5) == room.clock.now.uptime.advanced(bySeconds: 0.5))
    room.pass(0.5)
    #expect(room.news(prompt) == ["timed out after 600.0"])
    #expect(room.inboxes[prompt]?.isClosed == true)
    #expect(room.room.connectionCount == 1)
    room.lose(prompt)
    #expect(room.room.connectionCount == 0)
  }

  @Test func aPasswordThatIsLookedAtIsNoIdleness() throws {
    let room = room()
    let prompt = try room.connect()
    room.with { $0.holdsPasswords = true }
    room.ask(prompt, .logIn(name: "amy", password: RoomHarness.password(of: "amy")))
    room.pass(10_000)
    #expect(room.inboxes[prompt]?.isClosed == false)
  }

  @Test func nobodyIsPutOutWhereThatIsLifted() throws {
    let room = TestRoom("amy") { $0[.promptTime] = 0 }
    let prompt = try room.connect()
    #expect(room.pass(10_000_000) == nil)
    #expect(room.inboxes[prompt]?.isClosed == false)
  }
}
