import ChatCore
import ChatTestSupport
import Testing

@Suite("Coming back by a token")
struct ComingBackTests {
  private static let run: UInt64 = 77

  /// Logs `name` in and gives the session and its first token.
  private func enter(_ name: String, in room: TestRoom, run: UInt64 = run) throws -> (SessionID, [UInt8]) {
    let session = try room.enter(name, run: run)
    return (session, try token(session, in: room))
  }

  private func token(_ session: SessionID, in room: TestRoom) throws -> [UInt8] {
    guard case .token(let token) = room.ask(session, .wantToken) else { throw TestProblem.noToken }
    return token
  }

  private func resume(_ token: [UInt8], in room: TestRoom, run: UInt64 = run) throws -> (SessionID, Reply?) {
    let session = try room.connect(run: run)
    return (session, room.ask(session, .resume(token: token)))
  }

  @Test func withinTheGraceNobodyNotices() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let (bob, token) = try enter("bob", in: room)
    _ = room.news(amy)
    room.lose(bob)
    room.pass(29)
    room.ask(amy, .broadcast(body: "missed"))
    let (again, reply) = try resume(token, in: room)
    #expect(reply == .welcome(name: "bob"))
    #expect(room.news(again) == ["amy(broadcast): missed", "caught up"])
    room.pass(60)
    #expect(room.messages(amy) == ["amy(broadcast): missed"] && room.news(amy).isEmpty)
    #expect(room.ask(again, .whoelse) == .others(["amy"]))
  }

  @Test func aConnectionThatTheServerStillHoldsMakesWay() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let (bob, token) = try enter("bob", in: room)
    _ = room.news(amy)
    let (again, reply) = try resume(token, in: room)
    #expect(reply == .welcome(name: "bob"))
    #expect(room.news(bob).first?.hasPrefix("put out: You have come back") == true)
    #expect(room.inboxes[bob]?.isClosed == true)
    #expect(room.ask(bob, .broadcast(body: "a late word of the old connection")) == nil)
    room.lose(bob)
    room.pass(60)
    #expect(room.news(amy).isEmpty)
    #expect(room.room.onlineCount == 2)
    room.ask(amy, .message(to: "bob", body: "hi"))
    #expect(room.messages(again) == ["amy(private): hi"])
  }

  @Test func afterTheGraceItIsALogIn() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let (bob, token) = try enter("bob", in: room)
    _ = room.news(amy)
    room.lose(bob)
    room.pass(30)
    #expect(room.news(amy) == ["- bob"])
    #expect(try resume(token, in: room).1 == .welcome(name: "bob"))
    #expect(room.news(amy) == ["+ bob"])
  }

  @Test func theOneBeforeIsValidUntilTheNewOneIsUsed() throws {
    let room = TestRoom("bob")
    let (first, one) = try enter("bob", in: room)
    let two = try token(first, in: room)
    // The client may have lost the connection before it read the second one.
    let (second, reply) = try resume(one, in: room)
    #expect(reply == .welcome(name: "bob"))
    // Now it is plain that it had not read it.
    #expect(try resume(two, in: room).1 == .refused(.tokenVoid))
    let three = try token(second, in: room)
    #expect(try resume(three, in: room).1 == .welcome(name: "bob"))
    #expect(try resume(one, in: room).1 == .refused(.tokenVoid))
    // Without a new one, the same once more: the answer may have been lost.
    #expect(try resume(three, in: room).1 == .welcome(name: "bob"))
    #expect(Set([one, two, three]).count == 3)
  }

  @Test func onlyItsOwnRunMayUseIt() throws {
    let room = TestRoom("bob")
    let (bob, token) = try enter("bob", in: room)
    room.lose(bob)
    #expect(try resume(token, in: room, run: 78).1 == .refused(.tokenVoid))
    #expect(try resume(token, in: room).1 == .welcome(name: "bob"))
  }

  @Test(arguments: [[], [1], [UInt8](repeating: 0, count: 32), [UInt8](repeating: 0, count: 33)])
  func whatIsNoTokenIsRefused(_ token: [UInt8]) throws {
    let room = TestRoom("bob")
    _ = try enter("bob", in: room)
    let (session, reply) = try resume(token, in: room)
    #expect(reply == .refused(.tokenVoid))
    #expect(room.logIn(session, "nobody") == .refused(.unknownName))
    #expect(room.ask(try room.connect(), .wantToken) == .refused(.notLoggedIn))
  }

  @Test func itEndsWithTheSessionThatIsSaidGoodbyeTo() throws {
    let room = TestRoom("bob")
    let (bob, token) = try enter("bob", in: room)
    room.leave(bob)
    #expect(try resume(token, in: room).1 == .refused(.tokenVoid))
    #expect(room.store.state.tokens.isEmpty)
  }

  @Test func itEndsWithTimeOut() throws {
    let room = TestRoom("bob")
    room.with { $0.set(.timeOut, to: "600") }
    let (_, token) = try enter("bob", in: room)
    room.pass(601)
    #expect(try resume(token, in: room).1 == .refused(.tokenVoid))
  }

  @Test func theOperatorEndsIt() throws {
    let room = TestRoom("amy", "bob", "cat", "dan")
    var tokens: [[UInt8]] = []
    for name in ["amy", "bob", "cat", "dan"] {
      tokens.append(try enter(name, in: room).1)
    }
    let verifier = room.with { $0.verifier(of: "the operator's") }
    try room.administer { room, turn in
      try room.kick("amy", reason: nil, turn: &turn)
      return nil
    }
    try room.administer { room, turn in try room.deleting("bob", turn: turn) }
    try room.administer { room, turn in try room.changingPassword(of: "cat", to: verifier, turn: &turn) }
    for token in tokens.prefix(3) {
      #expect(try resume(token, in: room).1 == .refused(.tokenVoid))
    }
    #expect(room.store.state.tokens.count == 1)
    #expect(try resume(tokens[3], in: room).1 == .welcome(name: "dan"))
  }

  @Test func aNewPasswordEndsIt() throws {
    let room = TestRoom("bob")
    let (bob, token) = try enter("bob", in: room)
    #expect(
      room.ask(bob, .changePassword(old: RoomHarness.password(of: "bob"), new: "another one")) == .passwordChanged)
    #expect(try resume(token, in: room).1 == .refused(.tokenVoid))
    // Who changed it may have another one.
    let next = try self.token(bob, in: room)
    #expect(try resume(next, in: room).1 == .welcome(name: "bob"))
  }

  @Test func aLogInOnAnotherRunEndsItAndOneOnTheSameDoesNot() throws {
    let room = TestRoom("bob")
    let (bob, token) = try enter("bob", in: room)
    room.lose(bob)
    let same = try room.enter("bob", run: Self.run)
    room.lose(same)
    let (again, reply) = try resume(token, in: room)
    #expect(reply == .welcome(name: "bob"))
    room.lose(again)
    _ = try room.enter("bob", run: 5)
    #expect(try resume(token, in: room).1 == .refused(.tokenVoid))
  }

  @Test func blocksAfterWrongPasswordsDoNotConcernIt() throws {
    let room = TestRoom("bob")
    let (bob, token) = try enter("bob", in: room)
    room.lose(bob)
    let stranger = try room.connect()
    for _ in 1...3 {
      _ = room.logIn(stranger, "bob", password: "wrong")
    }
    #expect(room.logIn(stranger, "bob").refusal == .stillBlocked(seconds: 60))
    #expect(try resume(token, in: room).1 == .welcome(name: "bob"))
  }

  @Test func aFullRoomHasAPlaceForWhoIsOnlineAlready() throws {
    let room = TestRoom("amy", "bob", "cat")
    room.with { $0.set(.maxCon, to: "2") }
    let (amy, token) = try enter("amy", in: room, run: 1)
    let (bob, other) = try enter("bob", in: room, run: 2)
    // The server does not know yet that the connection is lost, and lets in whose run it knows.
    #expect(room.with { $0.connect(run: 9) } == nil)
    let (again, reply) = try resume(token, in: room, run: 1)
    #expect(reply == .welcome(name: "amy"))
    #expect(room.inboxes[amy]?.isClosed == true)
    // Somebody else took the place of one who was away for too long.
    room.lose(bob)
    room.pass(30)
    _ = try room.enter("cat")
    room.lose(again)
    let (late, refusal) = try resume(other, in: room, run: 2)
    #expect(refusal == .refused(.filledUp(maxCon: 2)))
    #expect(room.inboxes[late]?.isClosed == true)
  }

  @Test func afterACrashThoseWhoWereOnlineAreWaitedFor() throws {
    let room = TestRoom("amy", "bob", "cat", "dan")
    let (_, amyToken) = try enter("amy", in: room, run: 1)
    let (_, bobToken) = try enter("bob", in: room, run: 2)
    _ = try enter("cat", in: room, run: 3)
    let (dan, danToken) = try enter("dan", in: room, run: 4)
    room.lose(dan)
    room.pass(30)
    room.with { $0.commit() }
    room.with { $0.crash() }
    #expect(room.room.onlineCount == 3)
    let (amy, reply) = try resume(amyToken, in: room, run: 1)
    #expect(reply == .welcome(name: "amy"))
    _ = room.news(amy)
    #expect(try resume(bobToken, in: room, run: 2).1 == .welcome(name: "bob"))
    #expect(room.news(amy).isEmpty)
    // This one had been told as gone before the crash.
    #expect(try resume(danToken, in: room, run: 4).1 == .welcome(name: "dan"))
    #expect(room.news(amy) == ["+ dan"])
    room.pass(30)
    #expect(room.news(amy) == ["- cat"])
    #expect(room.store.state.accounts.first { $0.name.text == "cat" }?.lastSeen == nil)
  }

  @Test(arguments: [true, false]) func aStopIsARestOrAnEnd(restarts: Bool) throws {
    let room = TestRoom("amy", "bob")
    let (_, amyToken) = try enter("amy", in: room, run: 1)
    let (_, bobToken) = try enter("bob", in: room, run: 2)
    room.with { $0.stop(restarts: restarts) }
    room.with { $0.crash() }
    let (amy, _) = try resume(amyToken, in: room, run: 1)
    _ = room.news(amy)
    #expect(try resume(bobToken, in: room, run: 2).1 == .welcome(name: "bob"))
    #expect(room.news(amy) == (restarts ? [] : ["+ bob"]))
  }

  @Test func itIsToldWhenItIsStored() throws {
    let room = TestRoom("bob")
    let (bob, first) = try enter("bob", in: room)
    room.isPrompt = false
    #expect(room.ask(bob, .wantToken, number: 50) == nil)
    room.with { $0.failCommit() }
    #expect(room.inboxes[bob]?.reply(to: 50) == .refused(.notStored))
    #expect(room.ask(bob, .wantToken) == .refused(.readOnly))
    room.lose(bob)
    #expect(try resume(first, in: room).1 == .welcome(name: "bob"))
  }

  @Test func whatWasVoidedStaysVoidOnAFullDisk() throws {
    let room = TestRoom("bob")
    let (bob, token) = try enter("bob", in: room)
    room.isPrompt = false
    room.leave(bob)
    room.with { $0.failCommit() }
    #expect(room.store.state.tokens.count == 1)
    #expect(try resume(token, in: room).1 == .refused(.tokenVoid))
    // The store hears of it as soon as it can.
    room.with { $0.leaveReadOnly() }
    #expect(room.store.state.tokens.isEmpty)
  }
}
