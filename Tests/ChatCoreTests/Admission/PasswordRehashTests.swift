import ChatCore
import ChatTestSupport
import Testing

@Suite("Passwords are hashed anew when the cost was raised")
struct PasswordRehashTests {
  private let low = PasswordVerifier.Cost(logN: 4)
  private let high = PasswordVerifier.Cost(logN: 5)

  /// A room whose accounts were made with the low cost, started again with the high one.
  private func raisedRoom() throws -> TestRoom {
    let room = TestRoom()
    let low = try #require(low)
    let high = try #require(high)
    room.with {
      $0.settings[.passwordCost] = Double(low.logN)
      $0.register("facebook")
      $0.settings[.passwordCost] = Double(high.logN)
      $0.crash()
    }
    return room
  }

  @Test func atTheNextRightLogIn() throws {
    let room = try raisedRoom()
    #expect(stored(room)?.cost == low)
    let session = try room.enter("facebook")
    #expect(stored(room)?.cost == high)
    #expect(RoomHarness.matches(RoomHarness.password(of: "facebook"), stored(room)))
    room.leave(session)
    room.with { $0.crash() }
    #expect(room.logIn(try room.connect(), "facebook") == .welcome(name: "facebook"))
  }

  @Test func notAtAWrongOne() throws {
    let room = try raisedRoom()
    _ = room.logIn(try room.connect(), "facebook", password: "wrong")
    #expect(stored(room)?.cost == low)
  }

  @Test func notWhenTheCostIsWhatItWasOrHigher() throws {
    let room = try raisedRoom()
    room.leave(try room.enter("facebook"))
    let before = room.history.count
    room.with { $0.settings[.passwordCost] = 1 }
    room.with { $0.crash() }
    _ = try room.enter("facebook")
    #expect(stored(room)?.cost == high)
    #expect(room.history.count == before)
  }

  @Test func theLogInDoesNotWaitForIt() throws {
    let room = try raisedRoom()
    let session = try room.connect()
    room.holdsPasswords = true
    _ = room.logIn(session, "facebook")
    room.with { $0.answerPassword(of: session) }
    #expect(room.inboxes[session]?.replies.last?.reply == .welcome(name: "facebook"))
    #expect(room.pendingRehashes.count == 1)
    #expect(stored(room)?.cost == low)
    // And it is made even when the person has gone meanwhile.
    room.leave(session)
    room.with { $0.answerRehash() }
    #expect(stored(room)?.cost == high)
  }

  @Test func aPasswordThatWasChangedMeanwhileStays() throws {
    let room = try raisedRoom()
    let session = try room.connect()
    room.holdsPasswords = true
    _ = room.logIn(session, "facebook")
    room.with { $0.answerPassword(of: session) }
    room.ask(session, .changePassword(old: RoomHarness.password(of: "facebook"), new: "another one"))
    // While the old one is being checked, what it is checked against stays as well.
    room.with { $0.answerRehash() }
    #expect(stored(room)?.cost == low)
    room.with { $0.answerPassword(of: session) }
    #expect(room.inboxes[session]?.replies.last?.reply == .passwordChanged)
    #expect(RoomHarness.matches("another one", stored(room)))

    room.leave(session)
    let higher = try #require(PasswordVerifier.Cost(logN: 6))
    room.with {
      $0.settings[.passwordCost] = Double(higher.logN)
      $0.crash()
    }
    let again = try room.connect()
    _ = room.logIn(again, "facebook", password: "another one")
    room.with { $0.answerPassword(of: again) }
    room.ask(again, .changePassword(old: "another one", new: "a third one"))
    room.with { $0.answerPassword(of: again) }
    room.with { $0.answerRehash() }
    #expect(RoomHarness.matches("a third one", stored(room)))
  }

  @Test func notOnAFullDisk() throws {
    let room = try raisedRoom()
    room.with { $0.failCommit() }
    _ = try room.enter("facebook")
    #expect(room.pendingRehashes.isEmpty)
    #expect(stored(room)?.cost == low)
  }

  @Test(arguments: [
    (14, 8, 1, true), (15, 4, 1, true), (15, 8, 1, false), (15, 8, 2, false), (16, 8, 1, false), (14, 8, 4, true),
    (17, 1, 1, true), (17, 2, 1, false),
  ])
  func whatIsBelow(logN: Int, blockSize: Int, parallelism: Int, isBelow: Bool) throws {
    let cost = try #require(PasswordVerifier.Cost(logN: logN, blockSize: blockSize, parallelism: parallelism))
    #expect(cost.isBelow(.standard) == isBelow)
  }

  private func stored(_ room: TestRoom) -> PasswordVerifier? {
    room.store.state.accounts.first?.verifier
  }
}
