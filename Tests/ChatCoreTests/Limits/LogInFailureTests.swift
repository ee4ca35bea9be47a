import ChatCore
import ChatTestSupport
import Testing

@Suite("Failed log-ins of an address")
struct LogInFailureTests {
  private func room(_ tries: Double = 4, seconds: Double = 40) -> TestRoom {
    TestRoom("ann", "bob", "carl", "dora") { limits in
      limits[.failedLogIns] = tries
      limits[.failedLogInTime] = seconds
    }
  }

  /// Fails so often, over as many connections, with names in turn.
  private func fail(_ times: Int, from address: String, in room: TestRoom) throws {
    for count in 0..<times {
      let session = try room.connect(from: address)
      _ = room.logIn(session, ["ann", "bob", "carl"][count % 3], password: "wrong")
      room.lose(session)
    }
  }

  @Test func countsOverNamesAndConnections() throws {
    let room = room()
    try fail(4, from: "10.0.0.1", in: room)
    let session = try room.connect(from: "10.0.0.1")
    // Before the password is typed, and with a right one too.
    #expect(room.ask(session, .checkName("ann")) == .refused(.tooManyFailures(seconds: 10)))
    #expect(room.logIn(session, "ann") == .refused(.tooManyFailures(seconds: 10)))
    #expect(
      room.ask(session, .verifyDeparture(name: "ann", password: RoomHarness.password(of: "ann")))
        == .refused(.tooManyFailures(seconds: 10)))
    #expect(room.logged.contains(.logInRefused(user: "ann", address: "10.0.0.1", .tooManyFailures(seconds: 10))))
    let elsewhere = try room.connect(from: "10.0.0.2")
    #expect(room.logIn(elsewhere, "ann") == .welcome(name: "ann"))
  }

  @Test func theNextTryComesSoonWhateverHappens() throws {
    let room = room()
    try fail(4, from: "10.0.0.1", in: room)
    let session = try room.connect(from: "10.0.0.1")
    room.pass(9.5)
    #expect(room.logIn(session, "ann") == .refused(.tooManyFailures(seconds: 0.5)))
    room.pass(0.5)
    #expect(room.logIn(session, "ann") == .welcome(name: "ann"))
  }

  @Test func rightPasswordsCostNothing() throws {
    let room = room()
    for _ in 0..<20 {
      let session = try room.enter("dora", from: "10.0.0.1")
      room.leave(session)
    }
    try fail(4, from: "10.0.0.1", in: room)
    #expect(room.enters("bob", from: "10.0.0.1") == nil)
  }

  @Test func whoLoggedInThereBeforeIsNotLockedOutByOthers() throws {
    let room = room()
    room.leave(try room.enter("ann", from: "10.0.0.1"))
    try fail(4, from: "10.0.0.1", in: room)
    // Those of ann were not paid by the address.
    let stranger = try room.connect(from: "10.0.0.1")
    _ = room.logIn(stranger, "bob", password: "wrong")
    _ = room.logIn(stranger, "carl", password: "wrong")
    #expect(room.logIn(stranger, "dora").refusal == .tooManyFailures(seconds: 10))
    #expect(room.enters("ann", from: "10.0.0.1") != nil)
  }

  @Test func aRegularsNameCanNotBeGuessedForEverEither() throws {
    let room = room()
    room.with { $0.set(.blockTime, to: "0") }
    room.leave(try room.enter("ann", from: "10.0.0.1"))
    for _ in 0..<4 {
      let session = try room.connect(from: "10.0.0.1")
      _ = room.logIn(session, "ann", password: "wrong")
    }
    let session = try room.connect(from: "10.0.0.1")
    #expect(room.logIn(session, "ann") == .refused(.tooManyFailures(seconds: 10)))
    // It was not the address that paid.
    #expect(room.logIn(session, "bob") == .welcome(name: "bob"))
  }

  @Test func theLastEightAddressesOfANameAreKnown() throws {
    let room = room()
    let addresses = (1...9).map { "10.0.0.\($0)" }
    // The first one is what nobody has come from for longest.
    for address in addresses[..<8] + ["10.0.0.2", "10.0.0.9"] {
      room.leave(try room.enter("ann", from: address))
    }
    for address in addresses {
      try fail(4, from: address, in: room)
      let session = room.enters("ann", from: address)
      #expect((session != nil) == (address != "10.0.0.1"), "\(address)")
      if let session { room.leave(session) }
    }
  }

  @Test func theBlockOfANameComesFirstAndHolds() throws {
    let room = room(100)
    let session = try room.connect(from: "10.0.0.1")
    for _ in 0..<3 { _ = room.logIn(session, "ann", password: "wrong") }
    #expect(room.logIn(session, "ann").refusal == .stillBlocked(seconds: 60))
    #expect(room.logIn(session, "bob") == .welcome(name: "bob"))
  }

  @Test func namesThatNobodyHasCount() throws {
    let room = room()
    let session = try room.connect(from: "10.0.0.1")
    for _ in 0..<4 {
      #expect(room.ask(session, .logIn(name: "nobody", password: "x")) == .refused(.unknownName))
    }
    #expect(room.ask(session, .logIn(name: "nobody", password: "x")).refusal == .tooManyFailures(seconds: 10))
    #expect(
      room.ask(session, .verifyDeparture(name: "nobody", password: "x")).refusal == .tooManyFailures(seconds: 10))
  }

  @Test func liftedItCountsNothing() throws {
    let room = room(0)
    try fail(500, from: "10.0.0.1", in: room)
    #expect(room.enters("ann", from: "10.0.0.1") != nil)
  }
}
