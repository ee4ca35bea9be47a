import ChatCore
import ChatTestSupport
import Testing

@Suite("Registration")
struct RegistrationTests {
  @Test func aNewAccountWorksAtOnce() throws {
    let room = TestRoom("facebook")
    let facebook = try room.enter("facebook")
    let session = try room.connect()
    #expect(room.ask(session, .checkNewName("shuo")) == .nameFree)
    #expect(room.ask(session, .register(name: "shuo", password: "123")) == .registered(name: "shuo"))
    #expect(
      room.ask(facebook, .message(to: "shuo", body: "hi")).map {
        if case .storedForLater(_, "shuo") = $0 { true } else { false }
      }
        == true)
    #expect(room.logIn(session, "shuo", password: "123") == .welcome(name: "shuo"))
    #expect(room.news(session) == ["facebook(private): hi", "caught up"])
  }

  @Test func itIsClaimedWhenItIsOnDisk() throws {
    let room = TestRoom("facebook")
    room.isPrompt = false
    let session = try room.connect()
    #expect(room.ask(session, .register(name: "shuo", password: "123")) == nil)
    // Until then there is no such account, and the name is taken.
    let other = try room.connect()
    #expect(room.logIn(other, "shuo", password: "123") == .refused(.unknownName))
    #expect(room.ask(other, .checkNewName("shuo")) == .refused(.nameTaken("shuo")))
    room.with { $0.commit() }
    #expect(room.logIn(other, "shuo", password: "123") == .welcome(name: "shuo"))
    #expect(room.inboxes[session]?.replies.last?.reply == .registered(name: "shuo"))
  }

  @Test(arguments: ["facebook", "FACEBOOK"])
  func aTakenNameIsToldSo(name: String) throws {
    let room = TestRoom("facebook")
    let session = try room.connect()
    #expect(room.ask(session, .checkNewName(name)) == .refused(.nameTaken(name)))
    #expect(room.ask(session, .register(name: name, password: "x")) == .refused(.nameTaken(name)))
  }

  @Test func ofTwoWhoRegisterANameAtOnceOneGetsIt() throws {
    let room = TestRoom()
    room.holdsPasswords = true
    let first = try room.connect()
    let second = try room.connect()
    _ = room.ask(first, .register(name: "shuo", password: "1"))
    _ = room.ask(second, .register(name: "SHUO", password: "2"))
    room.with { $0.answerPassword(of: second) }
    room.with { $0.answerPassword(of: first) }
    #expect(room.inboxes[second]?.replies.last?.reply == .registered(name: "SHUO"))
    #expect(room.inboxes[first]?.replies.last?.reply == .refused(.nameTaken("shuo")))
    #expect(room.store.state.accounts.count == 1)
  }

  @Test func reservedAndMalformedNamesAreToldWhy() throws {
    let room = TestRoom()
    let session = try room.connect()
    for name in ["register", "De-Register", "quit", "System"] {
      #expect(room.ask(session, .checkNewName(name)) == .refused(.nameReserved(name)))
      #expect(room.ask(session, .register(name: name, password: "x")) == .refused(.nameReserved(name)))
    }
    for name in ["", "two words", "名前", String(repeating: "x", count: 33)] {
      #expect(room.ask(session, .checkNewName(name)) == .refused(.nameMalformed(name)))
    }
  }

  @Test(arguments: ["-", "--", "--yes", "-bob"]) func nobodyIsNamedLikeAnOptionAnyMore(name: String) throws {
    let room = TestRoom()
    let session = try room.connect()
    #expect(room.ask(session, .checkNewName(name)) == .refused(.nameMalformed(name)))
    #expect(room.ask(session, .register(name: name, password: "x")) == .refused(.nameMalformed(name)))
    #expect(Refusal.nameMalformed(name).sentence.hasSuffix("it begins with \"-\", as options of commands do."))
  }

  @Test func passwordsHaveTheirLimits() throws {
    let room = TestRoom()
    let session = try room.connect()
    for password in ["", "a\nb", String(repeating: "x", count: 129)] {
      #expect(room.ask(session, .register(name: "shuo", password: password)) == .refused(.passwordMalformed))
    }
    #expect(room.ask(session, .register(name: "shuo", password: "quit")) == .registered(name: "shuo"))
  }

  @Test func aNewPasswordHasAsManyCharactersAsAreWanted() throws {
    let room = TestRoom { $0[.passwordMin] = 25 }
    let session = try room.connect()
    let short = Refusal.passwordTooShort(minimum: 25)
    #expect(short.sentence.contains("at least 25 characters"))
    #expect(room.ask(session, .register(name: "shuo", password: "only twenty-four letters")) == .refused(short))
    #expect(room.ask(session, .register(name: "shuo", password: "")) == .refused(.passwordMalformed))
    let long = "é" + "only twenty-four letters"
    #expect(room.ask(session, .register(name: "shuo", password: long)) == .registered(name: "shuo"))
    room.with { $0.change { $0[.passwordMin] = 26 } }
    // What is there stays right, and may still be what a longer one replaces.
    #expect(room.ask(session, .logIn(name: "shuo", password: long)) == .welcome(name: "shuo"))
    #expect(
      room.ask(session, .changePassword(old: long, new: long)) == .refused(.passwordTooShort(minimum: 26)))
    #expect(room.ask(session, .changePassword(old: long, new: long + "!")) == .passwordChanged)
  }

  @Test func aNewAccountInheritsNothing() throws {
    let room = TestRoom("facebook", "shuo")
    let facebook = try room.enter("facebook")
    room.ask(facebook, .broadcast(body: "before"))
    room.ask(facebook, .message(to: "shuo", body: "for the old one"))
    try room.deregister("shuo")
    room.with { $0.register("shuo") }
    room.ask(facebook, .broadcast(body: "after"))
    #expect(room.enters("shuo").map(room.news) == ["facebook(broadcast): after", "caught up"])
  }
}

@Suite("De-registration")
struct DeregistrationTests {
  @Test func thePasswordEndsAnAccount() throws {
    let room = TestRoom("shuo")
    try room.deregister("shuo")
    let session = try room.connect()
    #expect(room.ask(session, .checkName("shuo")) == .refused(.unknownName))
    #expect(room.store.state.accounts.isEmpty)
    room.with { $0.crash() }
    #expect(room.ask(try room.connect(), .checkName("shuo")) == .refused(.unknownName))
  }

  @Test func itTakesAVerifiedPasswordOnTheSameConnection() throws {
    let room = TestRoom("shuo")
    let session = try room.connect()
    #expect(room.ask(session, .deregister) == .refused(.departureNotVerified))
    _ = room.ask(session, .verifyDeparture(name: "shuo", password: "wrong"))
    #expect(room.ask(session, .deregister) == .refused(.departureNotVerified))
    let verified = room.ask(session, .verifyDeparture(name: "SHUO", password: "password-of-shuo"))
    #expect(verified == .departureVerified(name: "shuo"))
    #expect(room.ask(try room.connect(), .deregister) == .refused(.departureNotVerified))
    #expect(room.ask(session, .deregister) == .deregistered(name: "shuo"))
    #expect(room.ask(session, .deregister) == .refused(.departureNotVerified))
  }

  @Test func aWrongPasswordTakesTheRightOneBack() throws {
    let room = TestRoom("shuo")
    let session = try room.connect()
    _ = room.ask(session, .verifyDeparture(name: "shuo", password: "password-of-shuo"))
    _ = room.ask(session, .verifyDeparture(name: "shuo", password: "wrong"))
    #expect(room.ask(session, .deregister) == .refused(.departureNotVerified))
  }

  @Test func anUnknownNameIsToldSo() throws {
    let session: SessionID
    let room = TestRoom("shuo")
    session = try room.connect()
    #expect(room.ask(session, .checkDeparture(name: "nobody")).refusal != nil)
    #expect(room.ask(session, .verifyDeparture(name: "nobody", password: "x")).refusal != nil)
  }

  @Test func notWhileOnline() throws {
    let room = TestRoom("shuo")
    let session = try room.connect()
    _ = room.ask(session, .verifyDeparture(name: "shuo", password: "password-of-shuo"))
    let shuo = try room.enter("shuo")
    #expect(room.ask(session, .checkDeparture(name: "shuo")) == .refused(.departureWhileOnline("shuo")))
    #expect(room.ask(session, .deregister) == .refused(.departureWhileOnline("shuo")))
    room.leave(shuo)
    #expect(room.ask(session, .deregister) == .deregistered(name: "shuo"))
  }

  @Test func aLostConnectionStandsInNobodysWay() throws {
    let room = TestRoom("shuo", "amy")
    let amy = try room.enter("amy")
    room.lose(try room.enter("shuo"))
    _ = room.news(amy)
    try room.deregister("shuo")
    #expect(room.news(amy) == ["- shuo"])
    #expect(room.room.onlineCount == 1)
    #expect(room.ask(amy, .wholasthr) == .lastHour([]))
  }

  @Test func notWhileBlocked() throws {
    let room = TestRoom("shuo")
    let session = try room.connect()
    _ = room.ask(session, .verifyDeparture(name: "shuo", password: "password-of-shuo"))
    let other = try room.connect()
    for _ in 0..<3 {
      _ = room.logIn(other, "shuo", password: "wrong")
    }
    #expect(room.ask(session, .deregister).refusal == .stillBlocked(seconds: 60))
  }

  @Test func itsMailFilesAndBlocksGoWithIt() throws {
    let room = TestRoom("shuo", "amy")
    let amy = try room.enter("amy")
    let shuo = try room.enter("shuo")
    room.ask(shuo, .block("amy"))
    room.ask(shuo, .unblock("amy"))
    room.leave(shuo)
    room.ask(amy, .message(to: "shuo", body: "never read"))
    try room.send("a.txt", from: amy, to: "shuo")
    #expect(room.depot.count == 1)
    try room.deregister("shuo")
    #expect(room.depot.isEmpty)
    #expect(room.store.state.files.isEmpty && room.store.state.blocks.isEmpty && room.store.messages.isEmpty)
    #expect(room.ask(amy, .message(to: "shuo", body: "x")) == .refused(.noSuchUser("shuo")))
    room.with { $0.register("shuo") }
    #expect(room.ask(amy, .block("shuo")) == .blocked(name: "shuo"))
  }

  @Test func whatItSentStaysForItsReceivers() throws {
    let room = TestRoom("shuo", "amy", "bob")
    let bob = try room.enter("bob")
    room.ask(bob, .block("shuo"))
    room.leave(bob)
    let shuo = try room.enter("shuo")
    room.ask(shuo, .broadcast(body: "farewell"))
    room.ask(shuo, .message(to: "amy", body: "to you"))
    try room.send("a.txt", from: shuo, to: "amy")
    room.leave(shuo)
    try room.deregister("shuo")
    // Somebody else takes the name, and has nothing to do with it.
    room.with { $0.register("shuo") }
    room.with { $0.crash() }
    let amy = try #require(room.enters("amy"))
    #expect(
      room.news(amy) == [
        "shuo(broadcast): farewell", "shuo(private): to you", "shuo(file_transfer): a.txt", "caught up",
      ])
    #expect(room.inboxes[amy]?.messages.first?.sender == .former("shuo"))
    #expect(room.ask(amy, .listFiles) == .waitingFiles([FileListing(sender: "shuo", name: "a.txt", size: 10)]))
    // What bob had blocked stays blocked for him, and he learns that his block holds for the name.
    #expect(room.enters("bob").map(room.messages) == [])
  }
}
