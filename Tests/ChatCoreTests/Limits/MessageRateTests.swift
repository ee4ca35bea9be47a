import ChatCore
import ChatTestSupport
import Testing

@Suite("Who writes too fast")
struct MessageRateTests {
  private func room(_ rate: Double = 10, burst: Double = 5) -> TestRoom {
    TestRoom("ann", "bob") { limits in
      limits[.messageRate] = rate
      limits[.messageBurst] = burst
    }
  }

  @Test func isReadMoreSlowlyAndToldOnce() throws {
    let room = room()
    let ann = try room.enter("ann")
    for _ in 0..<5 { room.ask(ann, .broadcast(body: "hi")) }
    #expect(room.slowedDown[ann] == nil)
    for _ in 0..<3 { room.ask(ann, .broadcast(body: "hi")) }
    #expect(room.slowedDown[ann] == 300_000_000)
    let told = room.news(ann).filter { $0.hasPrefix("!") }
    #expect(told.count == 1 && told.first?.contains("10 messages a second") == true)
    #expect(room.store.messages.count == 8)
    room.pass(3_600 / 8)
    for _ in 0..<20 { room.ask(ann, .whoelse) }
    #expect(room.news(ann).filter { $0.hasPrefix("!") }.isEmpty)
    #expect(room.inboxes[ann]?.isClosed == false)
  }

  @Test func theOthersAreNotConcerned() throws {
    let room = room()
    let ann = try room.enter("ann")
    let bob = try room.enter("bob")
    for _ in 0..<20 { room.ask(ann, .broadcast(body: "hi")) }
    room.ask(bob, .broadcast(body: "hi"))
    #expect(room.slowedDown[bob] == nil)
  }

  @Test func anotherConnectionDoesNotHelp() throws {
    let room = room()
    let first = try room.enter("ann")
    for _ in 0..<20 { room.ask(first, .broadcast(body: "hi")) }
    room.leave(first)
    let second = try room.enter("ann")
    room.ask(second, .broadcast(body: "hi"))
    #expect(room.slowedDown[second] == 1_600_000_000)
  }

  @Test func readingItsMailCostsNothing() throws {
    let room = room()
    let ann = try room.enter("ann")
    for number in 1...100 { room.ask(ann, .acknowledge(EntryID(rawValue: Int64(number))), number: 0) }
    #expect(room.slowedDown[ann] == nil)
  }

  @Test func waitingToBeReadIsNoIdleness() throws {
    let room = room(1, burst: 1)
    room.with { $0.set(.timeOut, to: "20") }
    let ann = try room.enter("ann")
    for _ in 0..<50 { room.ask(ann, .whoelse) }
    room.pass(45)
    #expect(room.inboxes[ann]?.isClosed == false)
    room.pass(25)
    #expect(room.inboxes[ann]?.isClosed == true)
  }

  @Test func liftedNobodyIs() throws {
    let room = room(0)
    let ann = try room.enter("ann")
    for _ in 0..<2_000 { room.ask(ann, .whoelse) }
    #expect(room.slowedDown[ann] == nil)
  }
}
