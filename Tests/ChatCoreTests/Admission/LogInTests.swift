import ChatCore
import Testing

@Suite("Log-in")
struct LogInTests {
  @Test func aNameAndItsPasswordLetIn() throws {
    let room = TestRoom("facebook")
    let session = try room.connect()
    #expect(room.ask(session, .checkName("FaceBook")) == .nameKnown)
    #expect(room.logIn(session, "facebook") == .welcome(name: "facebook"))
    #expect(room.news(session) == ["caught up"])
    #expect(room.room.onlineCount == 1)
  }

  @Test func aNameIsShownAsItWasRegistered() throws {
    let room = TestRoom("SEAS")
    let session = try room.connect()
    #expect(room.ask(session, .logIn(name: "seas", password: "password-of-SEAS")) == .welcome(name: "SEAS"))
  }

  @Test func anUnknownNameIsToldSo() throws {
    let room = TestRoom("facebook")
    let session = try room.connect()
    for name in ["google", "", " ", "facebook ", "système"] {
      #expect(room.ask(session, .checkName(name)) == .refused(.unknownName))
      #expect(room.ask(session, .logIn(name: name, password: "x")) == .refused(.unknownName))
    }
    #expect(room.logIn(session, "facebook") == .welcome(name: "facebook"))
  }

  @Test func aNameThatIsOnlineIsToldSo() throws {
    let room = TestRoom("facebook")
    _ = try room.enter("facebook")
    let session = try room.connect()
    #expect(room.ask(session, .checkName("facebook")) == .refused(.alreadyOnline))
    #expect(room.logIn(session, "facebook") == .refused(.alreadyOnline))
    #expect(room.room.onlineCount == 1)
  }

  @Test func ofTwoWhoTypeTheSamePasswordAtOnceOneGetsIn() throws {
    let room = TestRoom("facebook")
    room.holdsPasswords = true
    let first = try room.connect()
    let second = try room.connect()
    #expect(room.logIn(first, "facebook") == nil && room.logIn(second, "facebook") == nil)
    room.with { $0.answerPassword(of: second) }
    room.with { $0.answerPassword(of: first) }
    #expect(room.inboxes[second]?.replies.last?.reply == .welcome(name: "facebook"))
    #expect(room.inboxes[first]?.replies.last?.reply == .refused(.alreadyOnline))
    #expect(room.inboxes[first]?.isClosed == false)
  }

  @Test func oneConnectionChecksOnePasswordAtATime() throws {
    let room = TestRoom("facebook", "google")
    room.holdsPasswords = true
    let session = try room.connect()
    #expect(room.logIn(session, "facebook") == nil)
    #expect(room.logIn(session, "google") == .refused(.busy))
    #expect(room.ask(session, .register(name: "amy", password: "x")) == .refused(.busy))
    #expect(room.pendingPasswords.count == 1)
    room.with { $0.refusePassword(of: session) }
    #expect(room.inboxes[session]?.replies.last?.reply == .refused(.busy))
    room.holdsPasswords = false
    #expect(room.logIn(session, "google") == .welcome(name: "google"))
  }

  @Test func whoLeavesDuringTheCheckIsNotLoggedIn() throws {
    let room = TestRoom("facebook")
    room.holdsPasswords = true
    let gone = try room.connect()
    _ = room.logIn(gone, "facebook")
    room.lose(gone)
    room.with { $0.answerPassword(of: gone) }
    let left = try room.connect()
    _ = room.logIn(left, "facebook")
    #expect(room.ask(left, .leave(.quit)) == .goodbye(.quit))
    room.with { $0.answerPassword(of: left) }
    #expect(room.room.onlineCount == 0)
  }

  @Test func nobodyLogsInTwiceOnOneConnection() throws {
    let room = TestRoom("facebook", "google")
    let session = try room.enter("facebook")
    for request in [
      Request.checkName("google"), .logIn(name: "google", password: "x"), .deregister, .checkNewName("x"),
    ] {
      #expect(room.ask(session, request) == .refused(.alreadyLoggedIn))
    }
  }

  @Test func commandsNeedALogIn() throws {
    let room = TestRoom("facebook")
    let session = try room.connect()
    for request in [
      Request.whoelse, .wholasthr, .broadcast(body: "x"), .message(to: "facebook", body: "x"), .block("facebook"),
      .unblock("facebook"), .offerFile(to: "facebook", name: "x", size: 1), .listFiles,
      .getFile(from: "facebook", name: "x"), .fileReceived(FileID(rawValue: 1)),
      .declineFile(from: "facebook", name: "x"), .cancelTransfer(TransferID(rawValue: 1)),
    ] {
      #expect(room.ask(session, request) == .refused(.notLoggedIn))
    }
    #expect(room.store.messages.isEmpty)
  }

  @Test func anAcknowledgementBeforeTheLogInDoesNothing() throws {
    let room = TestRoom("facebook")
    let session = try room.connect()
    // Like any acknowledgement it has no answer: one that was counted as that of a request would hide one.
    #expect(room.ask(session, .acknowledge(EntryID(rawValue: 1))) == nil)
    #expect(room.logIn(session, "facebook") == .welcome(name: "facebook"))
  }
}
