import ChatCore
import ChatTestSupport
import Testing

/// Changes of the password stand in line while checks under way hold the tries of their name and address.
@Suite("Changes of the password in line")
struct PasswordChangeLineTests {
  private let room: TestRoom
  private let ann: SessionID
  /// Two more connections of her address, from which her password is guessed.
  private let guessers: [SessionID]

  /// Two tries in 20 seconds, and three checks at most. Ann is in, and has tries of her own there, both of which are under
  /// way: somebody guessed before she was in.
  init() throws {
    let room = TestRoom("ann", "bob") { limits in
      limits[.failedLogIns] = 2
      limits[.failedLogInTime] = 20
      limits[.passwordBacklog] = 3
    }
    room.leave(try room.enter("ann", from: "10.0.0.1"))
    room.holdsPasswords = true
    guessers = try (0..<2).map { _ in try room.connect(from: "10.0.0.1") }
    let ann = try room.connect(from: "10.0.0.1")
    _ = room.logIn(ann, "ann")
    for guesser in guessers { _ = room.logIn(guesser, "ann", password: "wrong") }
    room.with { $0.answerPassword(of: ann) }
    self.ann = ann
    self.room = room
  }

  private func change(to new: String = "another one") -> Reply? {
    room.ask(ann, .changePassword(old: RoomHarness.password(of: "ann"), new: new))
  }

  private func answer(_ session: SessionID) {
    room.with { $0.answerPassword(of: session) }
  }

  /// The password queue is too busy for that one, which has cost nothing then.
  private func refuse(_ session: SessionID) {
    room.with { $0.refusePassword(of: session) }
  }

  private var reply: Reply? { room.inboxes[ann]?.replies.last?.reply }
  private var isUnderWay: Bool { room.pendingPasswords.contains { $0.session == ann } }

  @Test func theyAreDoneInTheirTurn() {
    #expect(change() == nil && !isUnderWay)
    // It is one of those that wait, and one at a time.
    #expect(room.room.used(.passwordBacklog, at: room.clock.now) == 3)
    #expect(change(to: "a third one") == .refused(.busy))
    answer(guessers[0])
    #expect(!isUnderWay)
    refuse(guessers[1])
    #expect(isUnderWay)
    answer(ann)
    #expect(reply == .passwordChanged)
    #expect(room.room.used(.passwordBacklog, at: room.clock.now) == 0)
  }

  @Test func theyWaitInVainWhenTooManyHaveFailed() {
    #expect(change() == nil)
    for guesser in guessers { answer(guesser) }
    #expect(reply == .refused(.tooManyFailures(seconds: 10)))
    // Nothing of it is left, and ann stays.
    room.pass(10)
    #expect(change() == nil && isUnderWay)
    answer(ann)
    #expect(reply == .passwordChanged)
  }

  @Test func theLineIsBounded() throws {
    let other = try room.connect(from: "10.0.0.1")
    _ = room.logIn(other, "bob")
    #expect(change() == .refused(.busy))
    answer(other)
    #expect(change() == nil && !isUnderWay)
  }

  @Test(arguments: [false, true])
  func whoHasGoneIsPassedOver(isLost: Bool) {
    _ = change()
    if isLost { room.lose(ann) } else { room.ask(ann, .leave(.logout)) }
    for guesser in guessers { refuse(guesser) }
    #expect(room.pendingPasswords.isEmpty)
    #expect(room.room.used(.passwordBacklog, at: room.clock.now) == 0)
  }

  @Test func theOldOneIsWhatItIsWhenItsTurnComes() throws {
    #expect(room.ask(ann, .changePassword(old: "the operator's", new: "another one")) == nil)
    let verifier = room.with { $0.verifier(of: "the operator's") }
    try room.administer { room, turn in
      try room.changingPassword(of: "ann", to: verifier, turn: &turn)
    }
    refuse(guessers[0])
    answer(ann)
    #expect(reply == .passwordChanged)
  }
}
