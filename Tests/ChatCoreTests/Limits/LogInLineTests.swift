import ChatCore
import ChatTestSupport
import Testing

/// Log-ins for which only checks under way may free a try: they stand in line.
@Suite("Log-ins in line")
struct LogInLineTests {
  private static let names = ["ann", "bob", "carl", "dora", "eve", "fred"]
  private let room: TestRoom
  /// Connections of one address.
  private let sessions: [SessionID]

  /// Two tries in 20 seconds, and five checks at most.
  init() throws {
    let room = TestRoom("ann", "bob", "carl", "dora", "eve", "fred") { limits in
      limits[.failedLogIns] = 2
      limits[.failedLogInTime] = 20
      limits[.passwordBacklog] = 5
    }
    room.holdsPasswords = true
    sessions = try Self.names.map { _ in try room.connect(from: "10.0.0.1") }
    self.room = room
  }

  /// The connections whose passwords are being looked at, by place.
  private var underWay: [Int] {
    room.pendingPasswords.compactMap { sessions.firstIndex(of: $0.session) }
  }

  private func logIn(_ place: Int, password: String? = nil) -> Reply? {
    room.logIn(sessions[place], Self.names[place], password: password)
  }

  private func answer(_ place: Int) {
    room.with { $0.answerPassword(of: sessions[place]) }
  }

  private func reply(_ place: Int) -> Reply? {
    room.inboxes[sessions[place]]?.replies.last?.reply
  }

  @Test func rightOnesAllGetInInTheirOrder() {
    for place in 0..<5 { #expect(logIn(place) == nil) }
    #expect(underWay == [0, 1])
    // Those in line, and those under way.
    #expect(room.room.used(.passwordBacklog, at: room.clock.now) == 5)
    #expect(room.room.addressesOutOfTries(at: room.clock.now) == 0)
    answer(1)
    #expect(underWay == [0, 2])
    answer(0)
    #expect(underWay == [2, 3])
    for place in [2, 3, 4] { answer(place) }
    for place in 0..<5 { #expect(reply(place) == .welcome(name: Self.names[place])) }
    #expect(room.room.used(.passwordBacklog, at: room.clock.now) == 0)
  }

  @Test func wrongOnesCostTheirTryAndTheLastOfThemEndsTheLine() {
    _ = logIn(0, password: "wrong")
    _ = logIn(1, password: "wrong")
    _ = logIn(2)
    _ = logIn(3)
    answer(0)
    // One more may still come back.
    #expect(underWay == [1] && reply(2) == nil)
    answer(1)
    for place in [2, 3] { #expect(reply(place) == .refused(.tooManyFailures(seconds: 10))) }
    #expect(room.logged.contains(.logInRefused(user: "carl", address: "10.0.0.1", .tooManyFailures(seconds: 10))))
    #expect(room.room.addressesOutOfTries(at: room.clock.now) == 1)
    // They may try again, as soon as was said.
    room.pass(10)
    #expect(logIn(2) == nil && underWay == [2])
  }

  @Test func oneTryThatIsLeftServesTheWholeLine() {
    _ = logIn(0, password: "wrong")
    for place in 1..<5 { _ = logIn(place) }
    answer(0)
    for place in 1..<5 {
      #expect(underWay == [place])
      answer(place)
      #expect(reply(place) == .welcome(name: Self.names[place]))
    }
  }

  @Test func theLineIsBounded() {
    for place in 0..<5 { #expect(logIn(place) == nil) }
    #expect(logIn(5) == .refused(.busy))
    // Who goes makes room; who is not in line any more is not called.
    room.lose(sessions[2])
    #expect(logIn(5) == nil)
    answer(0)
    #expect(underWay == [1, 3])
    room.with { $0.refusePassword(of: sessions[1]) }
    #expect(reply(1) == .refused(.busy))
    #expect(underWay == [3, 4])
  }

  @Test func whoLeftWithinALineIsPassedOver() {
    for place in 0..<4 { _ = logIn(place) }
    #expect(room.ask(sessions[2], .leave(.quit)) == .goodbye(.quit))
    answer(0)
    #expect(underWay == [1, 3])
  }

  @Test func aConnectionThatIsGoneFreesItsTryWhenTheCheckIsBack() {
    for place in 0..<3 { _ = logIn(place) }
    room.lose(sessions[0])
    #expect(underWay == [0, 1])
    answer(0)
    #expect(underWay == [1, 2])
  }

  @Test func whatHasChangedMeanwhileCounts() throws {
    for place in 0..<5 { _ = logIn(place) }
    try room.administer { room, turn in try room.deleting("carl", turn: turn) }
    answer(0)
    // Carl's turn is dora's.
    #expect(reply(2) == .refused(.unknownName))
    #expect(underWay == [1, 3])
  }

  @Test func aDepartureStandsInLineToo() {
    for place in 0..<2 { _ = logIn(place) }
    #expect(room.ask(sessions[2], .checkName("carl")) == .nameKnown)
    #expect(room.ask(sessions[2], .verifyDeparture(name: "carl", password: RoomHarness.password(of: "carl"))) == nil)
    answer(0)
    answer(2)
    #expect(reply(2) == .departureVerified(name: "carl"))
  }

  @Test func whatIsTooBusyOrNoLogInGivesNothingBack() {
    _ = logIn(0, password: "wrong")
    _ = logIn(1, password: "wrong")
    answer(0)
    answer(1)
    #expect(room.ask(sessions[2], .register(name: "gina", password: "password")) == nil)
    room.with { $0.refusePassword(of: sessions[2]) }
    #expect(logIn(2).refusal == .tooManyFailures(seconds: 10))
  }
}
