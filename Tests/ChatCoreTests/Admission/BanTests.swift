import ChatCore
import ChatTestSupport
import Testing

@Suite("Who is banned")
struct BanTests {
  private func ban(_ name: String, seconds: Double? = nil, reason: String? = nil, in room: TestRoom) throws {
    try room.administer { room, turn in
      try room.banning(
        name, until: seconds.map { turn.now.wall.advanced(bySeconds: $0) }, reason: reason, turn: turn)
    }
  }

  private func ban(address: String, in room: TestRoom) throws {
    try room.administer { room, turn in
      try room.banning(place: address, until: nil, reason: "spam", turn: turn)
    }
  }

  private func unban(_ name: String, place: String? = nil, in room: TestRoom) throws {
    for proposal in try room.room.unbanning(name, place: place, turn: room.currentTurn) {
      try room.administer { _, _ in proposal }
    }
  }

  @Test func whoIsBannedIsPutOutAndToldUntilWhenAndWhy() throws {
    let room = TestRoom("ann", "bob")
    let (ann, bob) = (try room.enter("ann"), try room.enter("bob"))
    _ = room.news(ann)
    try ban("BOB", seconds: 3_600, reason: "spam", in: room)
    let until = try #require(room.room.allBans(at: room.clock.now).first?.until)
    #expect(room.news(bob) == ["put out: You are banned from this room until \(until.minuteText): spam"])
    #expect(room.news(ann) == ["- bob"])
    let session = try room.connect()
    #expect(room.logIn(session, "bob", password: "wrong") == .refused(.wrongPassword(triesLeft: 2)))
    #expect(room.logIn(session, "bob") == .refused(.banned(until: until, reason: "spam")))
    room.with { $0.crash() }
    #expect(room.enters("bob") == nil)
    room.pass(3_600)
    #expect(room.enters("bob") != nil)
  }

  @Test func aTokenDoesNotHelp() throws {
    let room = TestRoom("bob")
    let bob = try room.enter("bob", run: 7)
    guard case .token(let token) = room.ask(bob, .wantToken) else { throw Mismatch() }
    room.lose(bob)
    try ban("bob", in: room)
    let session = try room.connect(run: 7)
    #expect(room.ask(session, .resume(token: token)) == .refused(.tokenVoid))
  }

  @Test(arguments: [
    ("bob", "8o8"), ("zed", "2ec1"), ("steve", "57eve"), ("gate", "94t3"), ("gag", "6a9"), ("ada", "aCLa"),
  ])
  func digitsAndPairsThatAreTakenForLettersDoNotHelp(name: String, alike: String) throws {
    let room = TestRoom(name)
    try ban(name, in: room)
    let session = try room.connect()
    #expect(room.ask(session, .register(name: alike, password: "1")) == .refused(.nameBanned(alike)))
    #expect(room.ask(session, .register(name: "anna", password: "1")) == .registered(name: "anna"))
  }

  @Test(arguments: ["bob1", "BOB1", "b0b1", "bobl", "bobI", "b.o-b_1", "bob1."])
  func deRegistrationAndReturnUnderANameLikeItDoNotHelp(name: String) throws {
    let room = TestRoom("bob1")
    try ban("bob1", in: room)
    try room.deregister("bob1")
    let session = try room.connect()
    #expect(room.ask(session, .register(name: name, password: "1")) == .refused(.nameBanned(name)))
    room.with { $0.crash() }
    #expect(room.ask(try room.connect(), .checkNewName(name)) == .refused(.nameBanned(name)))
    #expect(room.ask(try room.connect(), .checkNewName("bob2")) == .nameFree)
    try unban("bob1", in: room)
    #expect(room.ask(try room.connect(), .checkNewName(name)) == .nameFree)
  }

  @Test func aNameThatNobodyHasIsRefused() throws {
    let room = TestRoom("bob")
    #expect(throws: AdminError.noSuchUser("bop", nearest: "bob")) { try ban("bop", in: room) }
    #expect(throws: AdminError.notBanned("bob")) { try unban("bob", in: room) }
  }

  @Test func theNewestBanOfAPersonHolds() throws {
    let room = TestRoom("bob")
    try ban("bob", in: room)
    try ban("bob", seconds: 10, in: room)
    #expect(room.room.allBans(at: room.clock.now).count == 1)
    room.with { $0.crash() }
    #expect(room.room.allBans(at: room.clock.now).count == 1)
    room.pass(10)
    #expect(room.enters("bob") != nil)
  }

  @Test func anAddressKeepsOutWhoeverComesFromIt() throws {
    let room = TestRoom("ann", "bob", "carl")
    let ann = try room.enter("ann", from: "192.0.2.1")
    let bob = try room.enter("bob", from: "192.0.2.2")
    let guest = try room.connect(from: "192.0.2.2")
    #expect(room.room.onlineUsers(at: "192.0.2.2") == ["bob"])
    try ban(address: "192.0.2.2", in: room)
    #expect(room.news(bob).last == "put out: Your address is banned from this room: spam")
    #expect(room.inboxes[guest]?.isClosed == true)
    #expect(room.inboxes[ann]?.isClosed == false)
    _ = room.with { $0.connect(from: "192.0.2.2") }
    #expect(room.refusal == .addressBanned(until: nil, reason: "spam"))
    // The person is not banned.
    #expect(room.enters("bob", from: "192.0.2.3") != nil)
    room.with { $0.crash() }
    #expect(room.with { $0.connect(from: "192.0.2.2") } == nil)
    try unban("192.0.2.2", place: "192.0.2.2", in: room)
    #expect(room.with { $0.connect(from: "192.0.2.2") } != nil)
  }

  @Test func whereSomebodyComesFromIsKnownWhileTheConnectionIsLost() throws {
    let room = TestRoom("bob", "carl")
    let bob = try room.enter("bob", from: "2001:db8::7", run: 7)
    #expect(try room.room.place(of: "BOB") == "2001:db8::7")
    room.lose(bob)
    #expect(try room.room.place(of: "bob") == "2001:db8::7")
    #expect(throws: AdminError.notOnline("carl")) { try room.room.place(of: "carl") }
    // A ban is ended by what the list of bans shows.
    try ban(address: "2001:db8::7", in: room)
    try unban("2001:db8::7", in: room)
    #expect(room.room.allBans(at: room.clock.now).isEmpty)
  }

  @Test func aCommitThatFailsLeavesNoBan() throws {
    let room = TestRoom("bob")
    room.isPrompt = false
    try ban("bob", in: room)
    room.with { $0.beginCommit() }
    room.with { $0.failCommit() }
    room.with { $0.leaveReadOnly() }
    room.isPrompt = true
    #expect(room.room.allBans(at: room.clock.now).isEmpty)
    #expect(room.enters("bob") != nil)
  }

  @Test(arguments: ["10.0.0.1", "1.2.3.4", "999.1.1.1"])
  func namesThatReadAsAnAddressAreNotTaken(name: String) throws {
    let room = TestRoom()
    #expect(room.ask(try room.connect(), .checkNewName(name)) == .refused(.nameIsAddress(name)))
    #expect(room.ask(try room.connect(), .checkNewName("1.2.3")) == .nameFree)
  }

  @Test func whomItConcernsIsSaidBefore() throws {
    let room = TestRoom("ann", "bob", "carl")
    func concern(_ command: AdminCommand, place: String? = nil) -> AdminConcern? {
      room.room.concern(of: command, place: place, room.currentTurn)
    }
    let stop = AdminCommand.stop(delay: 0, restart: false)
    let timeOut = AdminCommand.set(.parameter(.timeOut), value: "50", keeping: .saved, .plain)
    #expect(concern(stop) == nil)
    _ = try room.enter("ann", from: "192.0.2.1")
    room.pass(50)
    _ = try room.enter("bob", from: "192.0.2.2")
    #expect(
      concern(stop) == AdminConcern("2 people are online and will be put out: ann, bob.", "Stop the server?"))
    #expect(concern(.stop(delay: 0, restart: true)) == nil)
    #expect(concern(timeOut) == AdminConcern("1 person is online and will be put out: ann.", "Change TIME_OUT?"))
    let user = AdminCommand.ban(.user("carl", withAddress: false), seconds: nil, reason: nil)
    #expect(concern(user) == nil)
    let address = AdminCommand.ban(.address("192.0.2.2"), seconds: nil, reason: nil)
    #expect(
      concern(address, place: "192.0.2.2")
        == AdminConcern(
          "1 person is online and will be put out: bob. Nobody from 192.0.2.2 can come in then.", "Ban it?",
          needsYes: true))
    #expect(concern(.deluser("nobody")) == nil)
  }

  private struct Mismatch: Error {}
}
