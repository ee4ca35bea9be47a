import ChatCore
import ChatTestSupport
import Testing

@Suite("A disk that takes nothing")
struct FailedCommitTests {
  @Test func everyChangeIsToldAsNotStoredAndHasNotHappened() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    let prompt = try room.connect()
    _ = room.news(amy)
    room.isPrompt = false
    room.ask(amy, .broadcast(body: "lost"), number: 901)
    room.ask(amy, .message(to: "bob", body: "lost"), number: 902)
    room.ask(bob, .block("amy"), number: 903)
    room.ask(prompt, .register(name: "cat", password: "x"), number: 904)
    room.with { $0.failCommit() }
    for (session, number) in [(amy, 901), (amy, 902), (bob, 903), (prompt, 904)] {
      #expect(room.inboxes[session]?.reply(to: UInt64(number)) == .refused(.notStored))
    }
    #expect(room.logged.last == .readOnly(.full))
    room.with { $0.leaveReadOnly() }
    room.isPrompt = true
    #expect(room.ask(prompt, .checkName("cat")) == .refused(.unknownName))
    #expect(room.ask(amy, .message(to: "bob", body: "taken")).refusal == nil)
    #expect(room.store.messages.map(\.body) == ["taken"])
    room.leave(bob)
    #expect(room.enters("bob").map(room.messages) == ["amy(private): taken"])
  }

  @Test func whatWasGatheredOnTopOfItFailsToo() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy")
    room.isPrompt = false
    room.ask(amy, .broadcast(body: "1"), number: 901)
    room.with { $0.beginCommit() }
    room.ask(amy, .broadcast(body: "2"), number: 902)
    room.with { $0.failCommit() }
    #expect(room.inboxes[amy]?.reply(to: 901) == .refused(.notStored))
    #expect(room.inboxes[amy]?.reply(to: 902) == .refused(.notStored))
  }

  @Test func whatWasCommittedBeforeStays() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    room.ask(amy, .block("bob"))
    try room.send("x", from: amy, to: "bob")
    room.isPrompt = false
    room.ask(amy, .unblock("bob"))
    room.with { $0.failCommit() }
    room.with { $0.leaveReadOnly() }
    #expect(room.ask(amy, .block("bob")) == .refused(.alreadyBlocked("bob")))
    let bob = try room.enter("bob")
    #expect(room.ask(bob, .listFiles) == .waitingFiles([FileListing(sender: "amy", name: "x", size: 10)]))
  }

  @Test func aReadOnlyRoomAnswersQuestionsAndTakesNoChanges() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    try room.send("x", from: try room.enter("bob"), to: "amy")
    _ = room.news(amy)
    room.with { $0.failCommit() }
    #expect(
      room.news(amy) == ["! The server can't store anything new for now: what you send is refused until it can."])
    for change in [
      Request.broadcast(body: "x"), .message(to: "bob", body: "x"), .block("bob"), .unblock("bob"),
      .declineFile(from: "bob", name: "x"), .offerFile(to: "bob", name: "x", size: 1),
      .fileReceived(FileID(rawValue: 1)),
    ] {
      #expect(room.ask(amy, change) == .refused(.readOnly))
    }
    #expect(room.ask(amy, .whoelse) == .others(["bob"]))
    #expect(room.ask(amy, .listFiles) == .waitingFiles([FileListing(sender: "bob", name: "x", size: 10)]))
    #expect(room.ask(amy, .getFile(from: "bob", name: "x")).refusal == nil)
    let prompt = try room.connect()
    #expect(room.ask(prompt, .register(name: "cat", password: "x")) == .refused(.readOnly))
    #expect(room.ask(prompt, .checkNewName("cat")) == .nameFree)
    #expect(room.ask(prompt, .leave(.quit)) == .goodbye(.quit))
    room.leave(amy)
    #expect(room.enters("amy") != nil, "a full disk keeps nobody out")
    room.with { $0.leaveReadOnly() }
    #expect(room.logged.last == .writable)
  }

  @Test func whoIsThereIsToldThatItWorksAgain() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    room.with { $0.failCommit() }
    _ = room.news(amy)
    room.with { $0.leaveReadOnly() }
    room.with { $0.leaveReadOnly() }
    #expect(room.news(amy) == ["! The server can store messages again."])
    #expect(room.ask(amy, .broadcast(body: "x")).refusal == nil)
  }

  @Test func thoseLoggedInStay() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    _ = room.news(amy)
    room.ask(amy, .broadcast(body: "1"))
    room.acknowledge(amy)
    room.acknowledge(bob)
    room.isPrompt = false
    room.ask(amy, .broadcast(body: "lost"))
    room.with { $0.failCommit() }
    room.with { $0.leaveReadOnly() }
    room.isPrompt = true
    #expect(room.room.onlineCount == 2)
    room.ask(bob, .broadcast(body: "2"))
    #expect(room.messages(amy).last == "bob(broadcast): 2")
    room.leave(bob)
    #expect(room.enters("bob").map(room.messages) == ["bob(broadcast): 2"])
  }

  @Test func nobodyWasShownWhatFailed() throws {
    let room = TestRoom("amy", "bob")
    let (amy, bob) = (try room.enter("amy"), try room.enter("bob"))
    room.isPrompt = false
    room.ask(amy, .broadcast(body: "lost"), number: 901)
    room.with { $0.failCommit() }
    room.with { $0.leaveReadOnly() }
    room.isPrompt = true
    // Under its number, as a client that lost the answer sends it.
    #expect(room.ask(amy, .broadcast(body: "lost"), number: 901).refusal == nil)
    #expect(room.messages(bob) == ["amy(broadcast): lost"])
  }

  @Test func whoseDeregistrationFailedIsThereAgainWithEverything() throws {
    let room = TestRoom("amy", "cat")
    let amy = try room.enter("amy")
    let cat = try room.enter("cat")
    room.ask(cat, .block("amy"))
    room.ask(cat, .unblock("amy"))
    room.leave(cat)
    room.ask(amy, .message(to: "cat", body: "mail"))
    try room.send("x", from: amy, to: "cat")
    let elsewhere = try room.connect(from: "10.0.0.1")
    for _ in 0..<3 {
      _ = room.logIn(elsewhere, "cat", password: "wrong")
    }
    let prompt = try room.connect()
    room.ask(prompt, .verifyDeparture(name: "cat", password: "password-of-cat"))
    room.isPrompt = false
    room.ask(prompt, .deregister, number: 901)
    #expect(room.ask(elsewhere, .checkName("cat")) == .refused(.unknownName))
    room.with { $0.failCommit() }
    room.with { $0.leaveReadOnly() }
    room.isPrompt = true
    #expect(room.inboxes[prompt]?.reply(to: 901) == .refused(.notStored))
    #expect(room.ask(amy, .wholasthr) == .lastHour(["cat"]))
    #expect(room.ask(elsewhere, .checkName("cat")).refusal == .stillBlocked(seconds: 60))
    #expect(room.depot.count == 1)
    #expect(room.enters("cat").map(room.messages) == ["amy(private): mail", "amy(file_transfer): x"])
  }

  @Test func aFailedFileLeavesNoBytesAndAFailedRemovalKeepsThem() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    try room.send("kept", from: amy, to: "bob")
    let depot = room.depot
    room.isPrompt = false
    guard
      case .uploadAccepted(let transfer, _) = room.ask(amy, .offerFile(to: "bob", name: "new", size: 1), number: 901)
    else { throw TestProblem.noTransfer }
    room.with { $0.finishUpload(amy, transfer) }
    room.ask(bob, .declineFile(from: "amy", name: "kept"), number: 902)
    room.ask(bob, .fileReceived(try #require(depot.first)), number: 903)
    room.with { $0.failCommit() }
    #expect(room.depot == depot)
    #expect(
      (901...903).allSatisfy { number in
        [amy, bob].contains { room.inboxes[$0]?.reply(to: number) == .refused(.notStored) }
      })
    #expect(room.ask(bob, .listFiles) == .waitingFiles([FileListing(sender: "amy", name: "kept", size: 10)]))
  }

  @Test func aBlockThatWasToBeEndedHoldsAgainAndANewOneStill() throws {
    let room = TestRoom("amy", "bob")
    for (name, address) in [("amy", "10.0.0.1"), ("bob", "10.0.0.2")] {
      room.isPrompt = name == "amy"
      let prompt = try room.connect(from: address)
      for _ in 0..<3 {
        _ = room.logIn(prompt, name, password: "wrong")
      }
      room.pass(10)
    }
    try room.administer { room, turn in try room.unblock("amy", on: nil, turn: turn) }
    #expect(room.ask(try room.connect(from: "10.0.0.1"), .checkName("amy")) == .nameKnown)
    room.with { $0.failCommit() }
    #expect(room.ask(try room.connect(from: "10.0.0.1"), .checkName("amy")).refusal == .stillBlocked(seconds: 40))
    #expect(room.ask(try room.connect(from: "10.0.0.2"), .checkName("bob")).refusal == .stillBlocked(seconds: 50))
  }

  @Test func aBlockThatCouldNotBeStoredIsNotShortenedByAnOlderOne() throws {
    let room = TestRoom("amy")
    let prompt = try room.connect()
    for isStored in [true, false] {
      room.isPrompt = isStored
      for _ in 0..<3 {
        _ = room.logIn(prompt, "amy", password: "wrong")
      }
      room.pass(isStored ? 60 : 10)
    }
    room.with { $0.failCommit() }
    #expect(room.ask(prompt, .checkName("amy")).refusal == .stillBlocked(seconds: 50))
  }

  @Test func aLogOutIsNotForgottenByAFailure() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    room.isPrompt = false
    room.leave(bob)
    room.ask(amy, .broadcast(body: "x"))
    room.with { $0.failCommit() }
    #expect(room.ask(amy, .wholasthr) == .lastHour(["bob"]))
    room.with { $0.leaveReadOnly() }
    room.with { $0.crash() }
    room.isPrompt = true
    #expect(room.ask(try room.enter("amy"), .wholasthr) == .lastHour(["bob"]))
  }
}
