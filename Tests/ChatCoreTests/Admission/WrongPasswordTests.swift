import ChatCore
import Testing

@Suite("Wrong passwords")
struct WrongPasswordTests {
  private func room() -> TestRoom {
    let room = TestRoom("facebook", "google")
    room.with { $0.set(.blockTime, to: "50") }
    return room
  }

  @Test func theThirdOneBlocks() throws {
    let room = room()
    let session = try room.connect()
    #expect(room.logIn(session, "facebook", password: "12") == .refused(.wrongPassword(triesLeft: 2)))
    #expect(room.logIn(session, "facebook", password: "12") == .refused(.wrongPassword(triesLeft: 1)))
    #expect(room.logIn(session, "facebook", password: "12") == .refused(.nowBlocked(seconds: 50)))
    room.pass(10.2)
    #expect(room.ask(session, .checkName("facebook")) == .refused(.stillBlocked(seconds: 39.8)))
    #expect(room.logIn(session, "facebook") == .refused(.stillBlocked(seconds: 39.8)))
    #expect(room.ask(session, .checkDeparture(name: "facebook")) == .refused(.stillBlocked(seconds: 39.8)))
    room.pass(39.8)
    #expect(room.logIn(session, "facebook") == .welcome(name: "facebook"))
  }

  @Test func othersHereAndThisNameElsewhereStillWork() throws {
    let room = room()
    let session = try room.connect(from: "10.0.0.1")
    block("facebook", over: session, in: room)
    #expect(room.logIn(session, "google") == .welcome(name: "google"))
    let elsewhere = try room.connect(from: "10.0.0.2")
    #expect(room.logIn(elsewhere, "facebook") == .welcome(name: "facebook"))
    let again = try room.connect(from: "10.0.0.1")
    #expect(room.ask(again, .checkName("facebook")).refusal == .stillBlocked(seconds: 50))
  }

  @Test func theyAreCountedByNameAndConnection() throws {
    let room = room()
    let first = try room.connect()
    _ = room.logIn(first, "facebook", password: "x")
    _ = room.logIn(first, "facebook", password: "x")
    #expect(room.logIn(first, "google", password: "x") == .refused(.wrongPassword(triesLeft: 2)))
    let second = try room.connect()
    #expect(room.logIn(second, "facebook", password: "x") == .refused(.wrongPassword(triesLeft: 2)))
    #expect(room.logIn(first, "facebook", password: "x") == .refused(.nowBlocked(seconds: 50)))
    #expect(room.logIn(second, "facebook", password: "x").refusal == .stillBlocked(seconds: 50))
  }

  @Test func logInAndDeregistrationCountTogether() throws {
    let room = room()
    let session = try room.connect()
    _ = room.logIn(session, "facebook", password: "x")
    let second = room.ask(session, .verifyDeparture(name: "facebook", password: "x"))
    #expect(second == .refused(.wrongPassword(triesLeft: 1)))
    let third = room.ask(session, .verifyDeparture(name: "facebook", password: "x"))
    #expect(third == .refused(.nowBlocked(seconds: 50)))
  }

  @Test func afterABlockTheCountStartsAtZero() throws {
    let room = room()
    let session = try room.connect()
    block("facebook", over: session, in: room)
    room.pass(50)
    #expect(room.logIn(session, "facebook", password: "x") == .refused(.wrongPassword(triesLeft: 2)))
  }

  @Test func theRightPasswordIsNotTakenWhileAnotherConnectionBlocks() throws {
    let room = room()
    let session = try room.connect()
    let other = try room.connect()
    room.holdsPasswords = true
    _ = room.logIn(session, "facebook")
    room.holdsPasswords = false
    block("facebook", over: other, in: room)
    room.with { $0.answerPassword(of: session) }
    #expect(room.inboxes[session]?.replies.last?.reply == .refused(.stillBlocked(seconds: 50)))
  }

  @Test func blockTimeCountsAsItIsAtTheMoment() throws {
    let room = room()
    let session = try room.connect()
    block("facebook", over: session, in: room)
    room.pass(20)
    room.with { $0.set(.blockTime, to: "30") }
    #expect(room.ask(session, .checkName("facebook")).refusal == .stillBlocked(seconds: 10))
    room.with { $0.set(.blockTime, to: "20") }
    #expect(room.ask(session, .checkName("facebook")) == .nameKnown)
    room.with { $0.set(.blockTime, to: "1000") }
    #expect(room.ask(session, .checkName("facebook")).refusal == .stillBlocked(seconds: 980))
    room.with { $0.set(.blockTime, to: "0") }
    #expect(room.logIn(session, "facebook") == .welcome(name: "facebook"))
  }

  @Test func aBlockSurvivesARestart() throws {
    let room = room()
    block("facebook", over: try room.connect(from: "10.0.0.1"), in: room)
    room.pass(20)
    room.with { $0.crash() }
    #expect(room.ask(try room.connect(from: "10.0.0.1"), .checkName("facebook")).refusal == .stillBlocked(seconds: 30))
    #expect(room.ask(try room.connect(from: "10.0.0.2"), .checkName("facebook")) == .nameKnown)
    room.pass(30)
    #expect(room.ask(try room.connect(from: "10.0.0.1"), .checkName("facebook")) == .nameKnown)
  }

  @Test func theNextBlockReplacesTheEarlierOne() throws {
    let room = room()
    let session = try room.connect()
    block("facebook", over: session, in: room)
    room.pass(60)
    block("facebook", over: session, in: room)
    #expect(room.store.state.logInBlocks.count == 1)
    room.with { $0.crash() }
    #expect(room.ask(try room.connect(), .checkName("facebook")).refusal == .stillBlocked(seconds: 50))
  }

  @Test func aFullDiskDoesNotOpenTheDoor() throws {
    let room = room()
    let session = try room.connect()
    room.with { $0.failCommit() }
    block("facebook", over: session, in: room)
    #expect(room.ask(session, .checkName("facebook")).refusal == .stillBlocked(seconds: 50))
  }

  @Test func theServerLogTellsOfThem() throws {
    let room = room()
    block("facebook", over: try room.connect(from: "10.0.0.1"), in: room)
    #expect(room.logged.contains(.logInFailed(user: "facebook", address: "10.0.0.1", triesLeft: 2)))
    #expect(room.logged.contains(.logInBlocked(user: "facebook", address: "10.0.0.1", seconds: 50)))
  }

  private func block(_ name: String, over session: SessionID, in room: TestRoom) {
    for _ in 0..<2 {
      _ = room.logIn(session, name, password: "wrong")
    }
    let seconds = room.currentTurn.parameters.blockTime
    #expect(room.logIn(session, name, password: "wrong") == .refused(.nowBlocked(seconds: seconds)))
  }
}
