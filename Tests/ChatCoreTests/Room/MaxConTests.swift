import ChatCore
import Testing

@Suite("MaxCon")
struct MaxConTests {
  private func room(_ maxCon: String) -> TestRoom {
    let room = TestRoom("amy", "bob", "cat")
    room.with { $0.set(.maxCon, to: maxCon) }
    return room
  }

  @Test func aFullRoomRefusesConnections() throws {
    let room = room("2")
    let amy = try room.enter("amy")
    _ = try room.enter("bob")
    #expect(room.refusalOfConnection() == .full(maxCon: 2))
    #expect(room.logged.last == .refusedFull(address: "127.0.0.1", maxCon: 2))
    room.leave(amy)
    #expect(room.refusalOfConnection() == nil)
  }

  @Test func promptsDoNotCount() throws {
    let room = room("1")
    let sessions = try (0..<5).map { _ in try room.connect() }
    #expect(room.logIn(sessions[0], "amy") == .welcome(name: "amy"))
    #expect(room.logIn(sessions[1], "bob") == .refused(.filledUp(maxCon: 1)))
    #expect(room.inboxes[sessions[1]]?.isClosed == true)
    #expect(room.inboxes[sessions[2]]?.isClosed == false)
    #expect(room.room.onlineCount == 1)
  }

  @Test func nobodyGetsInWhenItIsZero() {
    #expect(room("0").refusalOfConnection() == .full(maxCon: 0))
  }

  @Test func whatFillsUpDuringThePasswordIsToldAfterIt() throws {
    let room = room("1")
    let late = try room.connect()
    room.holdsPasswords = true
    _ = room.logIn(late, "bob")
    room.holdsPasswords = false
    _ = try room.enter("amy")
    room.with { $0.answerPassword(of: late) }
    #expect(room.inboxes[late]?.replies.last?.reply == .refused(.filledUp(maxCon: 1)))
    #expect(room.inboxes[late]?.isClosed == true)
    #expect(room.ask(late, .checkName("bob")) == nil)
  }

  @Test func loweringItDropsNobodyAndRaisingItLetsIn() throws {
    let room = room("2")
    let amy = try room.enter("amy")
    _ = try room.enter("bob")
    room.with { $0.set(.maxCon, to: "1") }
    #expect(room.room.onlineCount == 2)
    #expect(room.ask(amy, .whoelse) == .others(["bob"]))
    #expect(room.refusalOfConnection() == .full(maxCon: 1))
    room.with { $0.set(.maxCon, to: "3") }
    _ = try room.enter("cat")
    #expect(room.room.onlineCount == 3)
  }

  @Test func whoIsAwaitedComesBackToAFullRoom() throws {
    let room = room("2")
    let amy = try room.enter("amy")
    _ = try room.enter("bob")
    room.lose(amy)
    #expect(room.room.onlineCount == 2)
    let stranger = try room.connect()
    #expect(room.logIn(stranger, "cat") == .refused(.filledUp(maxCon: 2)))
    _ = try room.enter("amy")
    #expect(room.room.onlineCount == 2)
    #expect(room.refusalOfConnection() == .full(maxCon: 2))
  }
}
