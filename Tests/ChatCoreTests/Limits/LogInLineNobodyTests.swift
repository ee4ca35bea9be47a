import ChatCore
import ChatTestSupport
import Testing

/// Names that nobody has stand in the line of their address as all others do.
@Suite("Names that nobody has, in line")
struct LogInLineNobodyTests {
  private let room: TestRoom
  /// Connections of one address.
  private let sessions: [SessionID]

  /// Two tries in 20 seconds, and five checks at most.
  init() throws {
    let room = TestRoom("ann", "bob", "carl") { limits in
      limits[.failedLogIns] = 2
      limits[.failedLogInTime] = 20
      limits[.passwordBacklog] = 5
    }
    room.holdsPasswords = true
    sessions = try (0..<6).map { _ in try room.connect(from: "10.0.0.1") }
    self.room = room
  }

  private func reply(_ place: Int) -> Reply? {
    room.inboxes[sessions[place]]?.replies.last?.reply
  }

  private func answer(_ place: Int) {
    room.with { $0.answerPassword(of: sessions[place]) }
  }

  /// Asks for a name that nobody has, to log in or to de-register it.
  private func askForNobody(_ place: Int, toDepart: Bool = false) -> Reply? {
    room.ask(
      sessions[place],
      toDepart ? .verifyDeparture(name: "nobody", password: "x") : .logIn(name: "nobody", password: "x"))
  }

  @Test(arguments: [false, true])
  func theyWaitAndFailInTheirTurn(toDepart: Bool) {
    _ = room.logIn(sessions[0], "ann")
    _ = room.logIn(sessions[1], "bob")
    #expect(askForNobody(2, toDepart: toDepart) == nil)
    _ = room.logIn(sessions[3], "carl")
    #expect(room.room.used(.passwordBacklog, at: room.clock.now) == 4)
    answer(0)
    #expect(reply(2) == .refused(.unknownName))
    #expect(room.logged.contains(.logInRefused(user: nil, address: "10.0.0.1", .unknownName)))
    // That has cost the try that ann has given back.
    #expect(room.pendingPasswords.map(\.session) == [sessions[1]])
    answer(1)
    answer(3)
    #expect(reply(3) == .welcome(name: "carl"))
    #expect(room.room.used(.passwordBacklog, at: room.clock.now) == 0)
  }

  @Test func aTryThatIsThereIsNotWaitedFor() {
    _ = room.logIn(sessions[0], "ann")
    #expect(askForNobody(1) == .refused(.unknownName))
    #expect(askForNobody(1) == nil)
    answer(0)
    #expect(reply(1) == .refused(.unknownName))
    #expect(askForNobody(1) == .refused(.tooManyFailures(seconds: 10)))
  }

  @Test func manyOfThemEndTheLine() {
    _ = room.logIn(sessions[0], "ann")
    _ = room.logIn(sessions[1], "bob")
    for place in 2..<5 { #expect(askForNobody(place) == nil) }
    #expect(askForNobody(5) == .refused(.busy))
    answer(0)
    #expect(reply(2) == .refused(.unknownName) && reply(3) == nil)
    answer(1)
    #expect(reply(3) == .refused(.unknownName))
    // Nothing is under way any more that might give something back.
    #expect(reply(4) == .refused(.tooManyFailures(seconds: 10)))
    #expect(askForNobody(5) == .refused(.tooManyFailures(seconds: 10)))
    room.pass(10)
    #expect(askForNobody(5) == .refused(.unknownName))
  }

  @Test func theyDoNotGetInBeforeThoseInLine() {
    _ = room.logIn(sessions[0], "ann", password: "wrong")
    _ = room.logIn(sessions[1], "bob")
    _ = room.logIn(sessions[2], "carl")
    // A try has come back, for whoever waits.
    room.pass(10)
    #expect(askForNobody(3) == nil)
    answer(0)
    #expect(room.pendingPasswords.map(\.session) == [sessions[1], sessions[2]])
    #expect(reply(3) == nil)
  }

  @Test func whoHasGoneFromTheLineFailsNoMore() {
    _ = room.logIn(sessions[0], "ann")
    _ = room.logIn(sessions[1], "bob")
    _ = askForNobody(2)
    _ = askForNobody(3)
    room.lose(sessions[2])
    #expect(room.ask(sessions[3], .leave(.quit)) == .goodbye(.quit))
    _ = room.logIn(sessions[4], "carl")
    answer(0)
    #expect(room.pendingPasswords.map(\.session) == [sessions[1], sessions[4]])
  }

  /// All that a stranger is told before the own password is looked at, whether or not the name exists.
  @Test(arguments: 0..<5)
  func nothingTellsThemFromNamesThatExist(others: Int) throws {
    func told(of name: String) throws -> [Reply?] {
      let suite = try LogInLineNobodyTests()
      let room = suite.room
      for place in 0..<others { _ = room.logIn(suite.sessions[place], "bob", password: place < 3 ? "wrong" : nil) }
      var told = [room.logIn(suite.sessions[5], name, password: "x")]
      // A second one meanwhile.
      if others >= 2 { told.append(room.logIn(suite.sessions[5], name, password: "x")) }
      for place in 0..<others {
        suite.answer(place)
        suite.answer(5)
        told.append(suite.reply(5))
      }
      suite.answer(5)
      told.append(suite.reply(5))
      return told.map { $0 == .refused(.wrongPassword(triesLeft: 2)) ? .refused(.unknownName) : $0 }
    }
    let (nobody, ann) = (try told(of: "nobody"), try told(of: "ann"))
    // Without a line only the time that the check takes tells them apart.
    #expect(others < 2 ? nobody.last == ann.last : nobody == ann)
  }
}
