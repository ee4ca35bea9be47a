import ChatCore
import ChatTestSupport
import Testing

@Suite("A person changes the own password")
struct PasswordChangeTests {
  private let old = RoomHarness.password(of: "facebook")

  private func room() -> TestRoom {
    let room = TestRoom("facebook", "google")
    room.with { $0.set(.blockTime, to: "50") }
    return room
  }

  @Test func theNewOneHoldsFromThenOn() throws {
    let room = room()
    let session = try room.enter("facebook")
    #expect(room.ask(session, .changePassword(old: old, new: "another one")) == .passwordChanged)
    room.leave(session)
    let next = try room.connect()
    #expect(room.logIn(next, "facebook").refusal == .wrongPassword(triesLeft: 2))
    #expect(room.logIn(next, "facebook", password: "another one") == .welcome(name: "facebook"))
    #expect(room.logged.contains(.passwordChanged(user: "facebook", address: "127.0.0.1")))
  }

  @Test func itIsOnDiskBeforeItIsAnswered() throws {
    let room = room()
    let session = try room.enter("facebook")
    room.isPrompt = false
    #expect(room.ask(session, .changePassword(old: old, new: "another one")) == nil)
    #expect(!RoomHarness.matches("another one", stored("facebook", in: room)))
    room.with { $0.commit() }
    #expect(room.inboxes[session]?.replies.last?.reply == .passwordChanged)
    #expect(RoomHarness.matches("another one", stored("facebook", in: room)))
  }

  @Test func aFailedCommitLeavesTheOldOne() throws {
    let room = room()
    let session = try room.enter("facebook")
    room.isPrompt = false
    room.ask(session, .changePassword(old: old, new: "another one"))
    room.with { $0.failCommit() }
    #expect(room.inboxes[session]?.replies.last?.reply == .refused(.notStored))
    let next = try room.connect()
    room.lose(session)
    #expect(room.logIn(next, "facebook") == .welcome(name: "facebook"))
  }

  @Test func wrongOnesBlockTheNameOnTheAddress() throws {
    let room = room()
    let session = try room.enter("facebook", from: "10.0.0.1")
    for triesLeft in [2, 1] {
      let reply = room.ask(session, .changePassword(old: "wrong", new: "another one"))
      #expect(reply == .refused(.wrongPassword(triesLeft: triesLeft)))
    }
    #expect(
      room.ask(session, .changePassword(old: "wrong", new: "another one")) == .refused(.nowBlocked(seconds: 50)))
    room.pass(10)
    // Not even the right one is looked at now, and the session stays.
    #expect(
      room.ask(session, .changePassword(old: old, new: "another one")) == .refused(.stillBlocked(seconds: 40)))
    #expect(room.ask(session, .whoelse) == .others([]))
    let here = try room.connect(from: "10.0.0.1")
    let elsewhere = try room.connect(from: "10.0.0.2")
    #expect(room.ask(here, .checkName("facebook")).refusal == .stillBlocked(seconds: 40))
    #expect(room.ask(elsewhere, .checkName("facebook")).refusal == .alreadyOnline)
    #expect(room.store.state.logInBlocks.map(\.address) == ["10.0.0.1"])
    #expect(room.logged.contains(.logInFailed(user: "facebook", address: "10.0.0.1", triesLeft: 2)))
    room.pass(40)
    #expect(room.ask(session, .changePassword(old: old, new: "another one")) == .passwordChanged)
  }

  /// A block that is short, or none, does not help: wrong ones count as failed log-ins of the name from there.
  @Test func wrongOnesAreFailedLogInsToo() throws {
    let room = TestRoom("facebook", "google") { limits in
      limits[.failedLogIns] = 4
      limits[.failedLogInTime] = 40
    }
    room.with { $0.set(.blockTime, to: "0") }
    let session = try room.enter("facebook", from: "10.0.0.1")
    for _ in 0..<4 {
      #expect(room.ask(session, .changePassword(old: "wrong", new: "another one")) != nil)
    }
    let refused = Reply.refused(.tooManyFailures(seconds: 10))
    #expect(room.ask(session, .changePassword(old: "wrong", new: "another one")) == refused)
    #expect(room.ask(session, .changePassword(old: old, new: "another one")) == refused)
    #expect(room.pendingPasswords.isEmpty)
    // It is the name's own account that is charged: others at the address are not locked out by it.
    #expect(room.enters("google", from: "10.0.0.1") != nil)
    room.leave(session)
    let next = try room.connect(from: "10.0.0.1")
    #expect(room.logIn(next, "facebook") == refused)
    room.pass(10)
    #expect(room.logIn(next, "facebook") == .welcome(name: "facebook"))
  }

  @Test func rightOnesAndThoseNotLookedAtCostNothing() throws {
    let room = TestRoom("facebook", "google") { limits in
      limits[.failedLogIns] = 2
      limits[.failedLogInTime] = 40
    }
    let session = try room.enter("facebook", from: "10.0.0.1")
    var password = old
    for count in 0..<5 {
      let new = "number \(count)"
      #expect(room.ask(session, .changePassword(old: password, new: new)) == .passwordChanged)
      password = new
    }
    room.holdsPasswords = true
    for _ in 0..<5 {
      room.ask(session, .changePassword(old: password, new: "x"))
      room.with { $0.refusePassword(of: session) }
      #expect(room.inboxes[session]?.replies.last?.reply == .refused(.busy))
    }
  }

  @Test func aRightOneStartsTheCountAnew() throws {
    let room = room()
    let session = try room.enter("facebook")
    room.ask(session, .changePassword(old: "wrong", new: "another one"))
    room.ask(session, .changePassword(old: "wrong", new: "another one"))
    #expect(room.ask(session, .changePassword(old: old, new: "another one")) == .passwordChanged)
    #expect(
      room.ask(session, .changePassword(old: old, new: "x")) == .refused(.wrongPassword(triesLeft: 2)))
  }

  @Test(arguments: ["", String(repeating: "x", count: 129), "two\nlines"])
  func passwordsThatCannotBe(new: String) throws {
    let room = room()
    let session = try room.enter("facebook")
    #expect(room.ask(session, .changePassword(old: old, new: new)) == .refused(.passwordMalformed))
    #expect(room.pendingPasswords.isEmpty)
  }

  @Test func oneAtATime() throws {
    let room = room()
    let session = try room.enter("facebook")
    room.holdsPasswords = true
    room.ask(session, .changePassword(old: old, new: "another one"))
    #expect(room.ask(session, .changePassword(old: old, new: "a third one")) == .refused(.busy))
    #expect(room.pendingPasswords.count == 1)
    room.with { $0.refusePassword(of: session) }
    #expect(room.inboxes[session]?.replies.last?.reply == .refused(.busy))
    room.holdsPasswords = false
    #expect(room.ask(session, .changePassword(old: old, new: "a third one")) == .passwordChanged)
  }

  @Test func theOperatorsNewOneWins() throws {
    let room = room()
    let session = try room.enter("facebook")
    room.holdsPasswords = true
    room.ask(session, .changePassword(old: old, new: "the thief's"))
    let verifier = room.with { $0.verifier(of: "the operator's") }
    try room.administer { room, turn in
      try room.changingPassword(of: "facebook", to: verifier, turn: &turn)
    }
    room.with { $0.answerPassword(of: session) }
    #expect(room.inboxes[session]?.replies.last?.reply == .refused(.wrongPassword(triesLeft: 2)))
    #expect(RoomHarness.matches("the operator's", stored("facebook", in: room)))
  }

  @Test func nothingIsChangedOnAFullDisk() throws {
    let room = room()
    let session = try room.enter("facebook")
    room.with { $0.failCommit() }
    #expect(room.ask(session, .changePassword(old: old, new: "another one")) == .refused(.readOnly))
    #expect(room.pendingPasswords.isEmpty)
  }

  @Test func whoHasGoneMeanwhileChangesNothing() throws {
    let room = room()
    let session = try room.enter("facebook")
    room.holdsPasswords = true
    room.ask(session, .changePassword(old: old, new: "another one"))
    room.lose(session)
    room.with { $0.answerPassword(of: session) }
    #expect(RoomHarness.matches(old, stored("facebook", in: room)))
  }

  @Test func itBelongsAfterTheLogIn() throws {
    let room = room()
    let session = try room.connect()
    #expect(room.ask(session, .changePassword(old: old, new: "another one")) == .refused(.notLoggedIn))
  }

  private func stored(_ name: String, in room: TestRoom) -> PasswordVerifier? {
    room.store.state.accounts.first { $0.name.text == name }?.verifier
  }
}
