import ChatCore
import ChatTestSupport
import Testing

@Suite("Who may register")
struct InvitationTests {
  private static let code = "7k3m-x2qd-9f0p-w8zt"

  private func invitedRoom(_ names: String...) -> TestRoom {
    let room = TestRoom()
    for name in names { room.with { $0.register(name) } }
    room.with { $0.change { $0[value: .registration] = .word("invited") } }
    return room
  }

  private func invite(
    _ name: String? = nil, code: String = code, uses: Int = 1, seconds: Double = 100, in room: TestRoom
  ) throws {
    let digest = try #require(InvitationCode.bytes(of: code).flatMap(RoomHarness.digest))
    let now = room.clock.now
    let until = now.wall.advanced(bySeconds: seconds)
    for proposal in try room.room.inviting(name, digest: digest, uses: uses, until: until, turn: room.currentTurn) {
      try room.administer { _, _ in proposal }
    }
  }

  @Test func withoutAnInvitationNobodyRegisters() throws {
    let room = invitedRoom()
    let session = try room.connect()
    #expect(room.ask(session, .checkNewName("shuo")) == .refused(.invitationNeeded))
    #expect(room.ask(session, .register(name: "shuo", password: "1")) == .refused(.invitationNeeded))
    #expect(room.ask(session, .checkNewName("shuo", code: Self.code)) == .refused(.invitationVoid))
    #expect(room.ask(session, .register(name: "shuo", password: "1", code: "no code")) == .refused(.invitationVoid))
    #expect(room.store.state.accounts.isEmpty)
  }

  @Test(arguments: ["7k3m-x2qd-9f0p-w8zt", "7K3MX2QD9FOPW8ZT", " 7k3m x2qd 9f0p w8zt "])
  func aCodeIsGoodHoweverItIsTyped(code: String) throws {
    let room = invitedRoom()
    try invite(in: room)
    let session = try room.connect()
    #expect(room.ask(session, .checkNewName("shuo", code: code)) == .nameFree)
    #expect(room.ask(session, .register(name: "shuo", password: "1", code: code)) == .registered(name: "shuo"))
    // And good for one.
    #expect(room.ask(session, .checkNewName("wang", code: code)) == .refused(.invitationVoid))
  }

  @Test func ofTwoWhoUseACodeAtOnceOneGetsIn() throws {
    let room = invitedRoom()
    try invite(in: room)
    room.holdsPasswords = true
    let (first, second) = (try room.connect(), try room.connect())
    _ = room.ask(first, .register(name: "ann", password: "1", code: Self.code))
    _ = room.ask(second, .register(name: "bob", password: "2", code: Self.code))
    room.with { $0.answerPassword(of: second) }
    room.with { $0.answerPassword(of: first) }
    #expect(room.inboxes[second]?.replies.last?.reply == .registered(name: "bob"))
    #expect(room.inboxes[first]?.replies.last?.reply == .refused(.invitationVoid))
    #expect(room.store.state.accounts.map(\.name.text) == ["bob"])
  }

  @Test func oneForANameIsForThatNameAlone() throws {
    let room = invitedRoom()
    try invite("Ann", in: room)
    let session = try room.connect()
    #expect(room.ask(session, .register(name: "bob", password: "1", code: Self.code)) == .refused(.invitationVoid))
    #expect(room.ask(session, .register(name: "ANN", password: "1", code: Self.code)) == .registered(name: "ANN"))
  }

  @Test func aNameHasOneCodeAndThatIsTheNewest() throws {
    let room = invitedRoom()
    try invite("ann", in: room)
    try invite("Ann", code: "aaaa-aaaa-aaaa-aaaa", in: room)
    #expect(room.room.allInvitations(at: room.clock.now).count == 1)
    let session = try room.connect()
    #expect(room.ask(session, .register(name: "ann", password: "1", code: Self.code)) == .refused(.invitationVoid))
    let registered = room.ask(session, .register(name: "ann", password: "1", code: "aaaa-aaaa-aaaa-aaaa"))
    #expect(registered == .registered(name: "ann"))
  }

  @Test func aCodeForANameEndsWithTheAccountHoweverThatWasMade() throws {
    let room = invitedRoom()
    try invite("ann", in: room)
    try room.administer { room, turn in try room.adding("ANN", .unusable, turn: turn) }
    #expect(room.store.state.invitations.isEmpty && room.room.allInvitations(at: room.clock.now).isEmpty)
    try room.administer { room, turn in try room.deleting("ann", turn: turn) }
    let session = try room.connect()
    #expect(room.ask(session, .register(name: "ann", password: "1", code: Self.code)) == .refused(.invitationVoid))
  }

  @Test func nobodyIsInvitedByANameThatCannotBe() throws {
    let room = invitedRoom("ann")
    for (name, refusal) in [
      ("ANN", Refusal.nameTaken("ANN")), ("two words", .nameMalformed("two words")),
      ("10.0.0.1", .nameIsAddress("10.0.0.1")),
    ] {
      #expect(throws: AdminError.refused(refusal)) { try invite(name, in: room) }
    }
  }

  @Test func anInvitationEndsByItsUsesItsTimeAndTheOperator() throws {
    let room = invitedRoom()
    try invite(uses: 2, in: room)
    let session = try room.connect()
    #expect(room.ask(session, .register(name: "a", password: "1", code: Self.code)) == .registered(name: "a"))
    room.pass(99)
    #expect(room.ask(session, .register(name: "b", password: "1", code: Self.code)) == .registered(name: "b"))
    #expect(room.ask(session, .register(name: "c", password: "1", code: Self.code)) == .refused(.invitationVoid))
    try invite(in: room)
    room.pass(100)
    #expect(room.ask(session, .register(name: "c", password: "1", code: Self.code)) == .refused(.invitationVoid))
    // The next one takes the old one's place in memory and on disk.
    try invite(code: "aaaa-aaaa-aaaa-aaaa", in: room)
    #expect(room.store.state.invitations.count == 1)
    try invite(in: room)
    let id = try #require(room.room.allInvitations(at: room.clock.now).last?.id)
    try room.with { harness in
      let ended = try harness.room.endingInvitations(id, turn: harness.currentTurn)
      for proposal in ended { try harness.administer { _, _ in proposal } }
    }
    #expect(room.ask(session, .register(name: "c", password: "1", code: Self.code)) == .refused(.invitationVoid))
    #expect(room.room.allInvitations(at: room.clock.now).count == 1)
    #expect(throws: AdminError.noSuchInvitation(id)) { try room.room.endingInvitations(id, turn: room.currentTurn) }
  }

  @Test func accountAndUseAreOneAfterACrash() throws {
    for arrived in [false, true] {
      let room = invitedRoom()
      try invite(in: room)
      room.isPrompt = false
      _ = room.ask(try room.connect(), .register(name: "shuo", password: "1", code: Self.code))
      room.with { $0.beginCommit() }
      room.with { $0.crash(batchArrived: arrived) }
      room.isPrompt = true
      let again = room.ask(try room.connect(), .register(name: "shuo", password: "1", code: Self.code))
      #expect(again == (arrived ? .refused(.nameTaken("shuo")) : .registered(name: "shuo")))
      #expect(room.store.state.accounts.count == 1)
      #expect(room.store.state.invitations.isEmpty)
    }
  }

  @Test func aCommitThatFailsGivesTheUseBack() throws {
    let room = invitedRoom()
    try invite(in: room)
    room.isPrompt = false
    let session = try room.connect()
    _ = room.ask(session, .register(name: "shuo", password: "1", code: Self.code))
    room.with { $0.beginCommit() }
    room.with { $0.failCommit() }
    #expect(room.inboxes[session]?.replies.last?.reply == .refused(.notStored))
    room.with { $0.leaveReadOnly() }
    room.isPrompt = true
    let again = room.ask(session, .register(name: "shuo", password: "1", code: Self.code))
    #expect(again == .registered(name: "shuo"))
  }

  @Test func aClosedRoomTakesNobodyWhateverTheyHave() throws {
    let room = TestRoom { $0[value: .registration] = .word("closed") }
    try invite(in: room)
    let session = try room.connect()
    #expect(room.ask(session, .checkNewName("shuo")) == .refused(.registrationClosed))
    #expect(room.ask(session, .register(name: "shuo", password: "1", code: Self.code)) == .refused(.registrationClosed))
    // At once, for those who are there.
    room.with { $0.change { $0[value: .registration] = .word("open") } }
    #expect(room.ask(session, .register(name: "shuo", password: "1")) == .registered(name: "shuo"))
  }

  @Test func anAddressRegistersSoManyInADay() throws {
    let room = TestRoom { $0[.registrationsPerAddress] = 2 }
    let session = try room.connect(from: "192.0.2.1")
    #expect(room.ask(session, .register(name: "a", password: "1")) == .registered(name: "a"))
    #expect(room.ask(session, .register(name: "b", password: "1")) == .registered(name: "b"))
    #expect(room.ask(session, .checkNewName("c")) == .refused(.tooManyRegistrations(seconds: 43_200)))
    #expect(room.ask(session, .register(name: "c", password: "1")) == .refused(.tooManyRegistrations(seconds: 43_200)))
    // De-registering gives nothing back, and others have their own.
    let other = try room.connect(from: "192.0.2.2")
    #expect(room.ask(other, .register(name: "c", password: "1")) == .registered(name: "c"))
    room.pass(43_200)
    #expect(
      room.ask(try room.connect(from: "192.0.2.1"), .register(name: "d", password: "1")) == .registered(name: "d"))
  }

  @Test func twoHundredConnectionsAtOnceDoNotPassTheLimit() throws {
    let room = TestRoom { $0[.registrationsPerAddress] = 3 }
    room.holdsPasswords = true
    let sessions = try (0..<200).map { _ in try room.connect(from: "192.0.2.1") }
    for (number, session) in sessions.enumerated() {
      _ = room.ask(session, .register(name: "u\(number)", password: "1"))
    }
    for session in sessions { room.with { $0.answerPassword(of: session) } }
    #expect(room.store.state.accounts.count == 3)
  }

  @Test func codesAreWhatTheyWereMadeOf() {
    #expect(InvitationCode.text(of: Array(repeating: 0, count: 10)) == "0000-0000-0000-0000")
    #expect(InvitationCode.text(of: Array(repeating: 255, count: 10)) == "zzzz-zzzz-zzzz-zzzz")
    #expect(InvitationCode.text(of: [0x08, 0x42, 0x10, 0x84, 0x21, 0, 0, 0, 0, 0x1f]) == "1111-1111-0000-000z")
    #expect(InvitationCode.bytes(of: "iLoO-1111-0000-0000") == Array("1100111100000000".utf8))
    for text in [
      "", "7k3m", "7k3m-x2qd-9f0p-w8z", "7k3m-x2qd-9f0p-w8ztt", "7k3m-x2qd-9f0p-w8zu", "7k3m-x2qd-9f0p-w8z\u{e9}",
    ] {
      #expect(InvitationCode.bytes(of: text) == nil)
    }
  }
}
