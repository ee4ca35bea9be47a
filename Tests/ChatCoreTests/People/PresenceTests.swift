import Testing

@testable import ChatCore

@Suite("Who is there")
struct PresenceTests {
  @Test func whoelseShowsTheOthersOnline() throws {
    let room = TestRoom("facebook", "columbia", "Google", "away")
    let facebook = try room.enter("facebook")
    #expect(room.ask(facebook, .whoelse) == .others([]))
    _ = try room.enter("Google")
    _ = try room.enter("columbia")
    #expect(room.ask(facebook, .whoelse) == .others(["columbia", "Google"]))
  }

  @Test func wholasthrShowsWhoLeftWithinLastHourToo() throws {
    let room = TestRoom("amy", "bob", "cat", "dan")
    room.with { $0.set(.lastHour, to: "100") }
    let amy = try room.enter("amy")
    room.leave(try room.enter("bob"))
    room.pass(50)
    room.leave(try room.enter("cat"))
    #expect(room.ask(amy, .wholasthr) == .lastHour(["bob", "cat"]))
    room.pass(50)
    #expect(room.ask(amy, .wholasthr) == .lastHour(["bob", "cat"]))
    room.pass(0.001)
    #expect(room.ask(amy, .wholasthr) == .lastHour(["cat"]))
    _ = try room.enter("dan")
    #expect(room.ask(amy, .wholasthr) == .lastHour(["cat", "dan"]))
    room.with { $0.set(.lastHour, to: "0") }
    #expect(room.ask(amy, .wholasthr) == .lastHour(["dan"]))
    room.with { $0.set(.lastHour, to: "1000") }
    #expect(room.ask(amy, .wholasthr) == .lastHour(["bob", "cat", "dan"]))
  }

  @Test func wholasthrSurvivesARestart() throws {
    let room = TestRoom("amy", "bob", "cat")
    room.with { $0.set(.lastHour, to: "100") }
    room.leave(try room.enter("bob"))
    room.pass(60)
    room.leave(try room.enter("cat"))
    room.with { $0.stop() }
    room.with { $0.crash() }
    room.pass(50)
    #expect(room.ask(try room.enter("amy"), .wholasthr) == .lastHour(["cat"]))
  }

  @Test func othersAreToldOfLogInAndLogOut() throws {
    let room = TestRoom("facebook", "Columbia")
    let facebook = try room.enter("facebook")
    let prompt = try room.connect()
    let columbia = try #require(room.enters("Columbia"))
    #expect(room.news(columbia) == ["caught up"])
    #expect(room.news(facebook) == ["+ Columbia"])
    room.leave(columbia)
    #expect(room.news(facebook) == ["- Columbia"])
    #expect(room.news(columbia).isEmpty && room.news(prompt).isEmpty)
    // Nobody finds such notices when coming back.
    room.leave(facebook)
    #expect(room.enters("facebook").map(room.news) == ["caught up"])
  }

  @Test(arguments: [Farewell.logout, .quit, .windowClosed])
  func anAnnouncedEndIsToldAtOnce(farewell: Farewell) throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    _ = room.news(amy)
    #expect(room.ask(bob, .leave(farewell)) == .goodbye(farewell))
    #expect(room.inboxes[bob]?.isClosed == true)
    #expect(room.news(amy) == ["- bob"])
    #expect(room.ask(bob, .broadcast(body: "too late")) == nil)
    room.lose(bob)
    room.pass(60)
    #expect(room.news(amy).isEmpty)
    #expect(room.room.onlineCount == 1)
  }

  @Test func aLostConnectionIsToldWhenTheGraceEnds() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    room.lose(try room.enter("bob"))
    _ = room.news(amy)
    let next = room.pass(29)
    #expect(next.map { $0.seconds(since: room.clock.now.uptime) } == 1)
    #expect(room.ask(amy, .whoelse) == .others(["bob"]))
    #expect(room.news(amy).isEmpty)
    room.pass(1)
    #expect(room.news(amy) == ["- bob"])
    #expect(room.ask(amy, .whoelse) == .others([]))
    #expect(room.ask(amy, .wholasthr) == .lastHour(["bob"]))
  }

  @Test func whoComesBackWithinTheGraceIsTakenOverSilently() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let lost = try room.enter("bob")
    _ = room.news(amy)
    room.lose(lost)
    room.ask(amy, .broadcast(body: "while you were away"))
    room.pass(20)
    let back = try #require(room.enters("bob"))
    #expect(room.news(back) == ["amy(broadcast): while you were away", "caught up"])
    room.pass(60)
    #expect(room.news(amy) == ["amy(broadcast): while you were away"])
    #expect(room.logged.contains(.loggedIn(user: "bob", address: "127.0.0.1", resumed: true)))
    #expect(room.room.onlineCount == 2)
  }

  @Test func aWrongPasswordTakesNothingOver() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    room.lose(try room.enter("bob"))
    _ = room.news(amy)
    #expect(room.logIn(try room.connect(), "bob", password: "x").refusal == .wrongPassword(triesLeft: 2))
    room.pass(30)
    #expect(room.news(amy) == ["- bob"])
  }

  @Test func withoutAGraceALossIsToldAtOnce() throws {
    let room = TestRoom("amy", "bob", grace: 0)
    let amy = try room.enter("amy")
    room.lose(try room.enter("bob"))
    #expect(room.news(amy) == ["+ bob", "- bob"])
    #expect(room.room.shortestDeadline(room.currentTurn) == 600)
  }

  @Test func theClockOfTheRoomNeverRuns() {
    let room = TestRoom(grace: 30)
    #expect(room.room.shortestDeadline(room.currentTurn) == 30)
    room.with { $0.set(.timeOut, to: "1e-9") }
    #expect(room.room.shortestDeadline(room.currentTurn) == 0.01)
    #expect(room.pass(1) == nil)
  }

  @Test func theServersStopIsToldToAllAndAtThePromptToo() throws {
    let room = TestRoom("amy", "bob", "cat")
    let amy = try room.enter("amy")
    let prompt = try room.connect()
    let gone = try room.enter("bob")
    room.ask(gone, .leave(.quit))
    _ = room.news(amy)
    room.with { $0.stop() }
    #expect(room.news(amy) == ["stopping"] && room.news(prompt) == ["stopping"])
    #expect(room.news(gone).isEmpty)
    #expect([amy, prompt].allSatisfy { room.inboxes[$0]?.isClosed == true })
    #expect(room.refusalOfConnection() == .stopping)
    #expect(room.ask(amy, .broadcast(body: "too late")) == nil)
    #expect(room.logged.last == .loggedOut(user: "amy", address: "127.0.0.1", .serverStopped))
    room.with { $0.crash() }
    #expect(room.ask(try room.enter("cat"), .wholasthr) == .lastHour(["amy", "bob"]))
  }

  @Test func aStopEndsAGraceWithoutAWord() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    room.lose(try room.enter("bob"))
    _ = room.news(amy)
    room.with { $0.stop() }
    #expect(room.news(amy) == ["stopping"])
    #expect(room.room.onlineCount == 0)
    #expect(room.pass(100) == nil)
  }
}
