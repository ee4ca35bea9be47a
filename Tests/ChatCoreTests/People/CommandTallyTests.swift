import ChatCore
import Testing

@Suite("Commands in the server log")
struct CommandTallyTests {
  private func at(_ seconds: Double) -> Uptime {
    Uptime(nanoseconds: 0).advanced(bySeconds: seconds)
  }

  @Test func pastTwentyASecondTheyAreCounted() {
    var tally = CommandTally()
    let verdicts = (0..<50).map { _ in tally.count(at: at(1.5)) }
    #expect(verdicts.prefix(20).allSatisfy { $0 == .log(leftOutBefore: 0) })
    #expect(verdicts.dropFirst(20).allSatisfy { $0 == .leaveOut })
    #expect(tally.count(at: at(2)) == .log(leftOutBefore: 30))
    #expect(tally.count(at: at(2)) == .log(leftOutBefore: 0))
  }

  @Test func whatIsLeftOutIsToldOnce() {
    var tally = CommandTally()
    for _ in 0..<25 {
      _ = tally.count(at: at(0))
    }
    #expect(tally.takeLeftOut() == 5)
    #expect(tally.takeLeftOut() == 0)
    #expect(tally.count(at: at(0)) == .leaveOut)
    #expect(tally.count(at: at(1)) == .log(leftOutBefore: 1))
  }

  @Test(arguments: [Farewell.logout, nil])
  func theRestIsLoggedWhenTheSessionEnds(farewell: Farewell?) throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy")
    for _ in 0..<30 {
      room.ask(amy, .whoelse)
    }
    if let farewell {
      room.ask(amy, .leave(farewell))
    }
    room.lose(amy)
    let commands = room.logged.filter { if case .command = $0 { true } else { false } }
    #expect(commands.count == 20)
    #expect(room.logged.filter { $0 == .commandsLeftOut(user: "amy", count: 10) }.count == 1)
  }

  @Test func commandsAreLoggedWithTheOtherPersonAndWithoutTheText() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    room.ask(amy, .message(to: "bob", body: "secret"))
    room.ask(amy, .broadcast(body: "secret"))
    room.acknowledge(amy)
    #expect(
      room.logged.suffix(2) == [
        .command(user: "amy", name: "message", target: "bob"), .command(user: "amy", name: "broadcast", target: nil),
      ])
  }
}
