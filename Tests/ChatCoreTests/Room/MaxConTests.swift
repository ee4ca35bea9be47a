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

  @Test func whoComesAndGoesAllTheTimeIsCounted() throws {
    let room = room("1")
    room.pass(2)
    let before = room.logged.count
    for _ in 0..<30 {
      room.leave(try room.connect())
    }
    let connections: (ServerEvent) -> Bool = {
      switch $0 {
      case .connected, .disconnected, .connectsLeftOut: true
      default: false
      }
    }
    #expect(room.logged.dropFirst(before).count(where: connections) == CommandTally.loggedPerSecond)
    room.pass(2)
    #expect(room.logged.filter(connections).last == .connectsLeftOut(count: 60 - CommandTally.loggedPerSecond))
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
