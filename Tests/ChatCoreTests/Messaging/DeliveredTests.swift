import ChatCore
import Testing

@Suite("Delivered")
struct DeliveredTests {
  private func send(_ room: TestRoom, _ session: SessionID, to name: String) throws -> Int64 {
    switch room.ask(session, .message(to: name, body: "hi")) {
    case .stored(let id), .storedForLater(let id, _): id.rawValue
    default: throw TestProblem.otherReply
    }
  }

  private func receipts(_ room: TestRoom, _ session: SessionID) -> [String] {
    room.news(session).filter { $0.hasPrefix("delivered") }
  }

  @Test func theSenderIsToldOnceForAllThatWasShown() throws {
    let room = TestRoom("amy", "bob", "cat")
    let (amy, bob, cat) = (try room.enter("amy"), try room.enter("bob"), try room.enter("cat"))
    _ = try send(room, amy, to: "bob")
    let second = try send(room, amy, to: "bob")
    room.ask(cat, .broadcast(body: "newer"))
    #expect(receipts(room, amy) == [])
    room.acknowledge(bob)
    #expect(receipts(room, amy) == ["delivered to bob through \(second)"])
    #expect(receipts(room, cat) == [])
    room.acknowledge(bob)
    #expect(receipts(room, amy) == [])
  }

  @Test func whoWasAwayAsks() throws {
    let room = TestRoom("amy", "bob", "cat")
    let amy = try room.enter("amy")
    #expect(room.ask(amy, .deliveredTo("bob")) == .deliveredTo(name: "bob", through: .zero))
    let own = try send(room, amy, to: "bob")
    let others = try send(room, amy, to: "cat")
    room.leave(amy)
    let bob = try room.enter("bob")
    let cat = try room.enter("cat")
    room.ask(cat, .message(to: "bob", body: "newer, and not amy's"))
    room.acknowledge(bob)
    let again = try room.enter("amy")
    #expect(room.ask(again, .deliveredTo("BOB")) == .deliveredTo(name: "bob", through: EntryID(rawValue: own)))
    #expect(room.ask(again, .deliveredTo("nobody")) == .refused(.noSuchUser("nobody")))
    room.acknowledge(cat)
    #expect(receipts(room, again) == [])
    #expect(room.ask(again, .deliveredTo("cat")) == .deliveredTo(name: "cat", through: EntryID(rawValue: others)))
  }

  @Test func whoIsBlockedWatchesNobody() throws {
    let room = TestRoom("amy", "bob")
    let (amy, bob) = (try room.enter("amy"), try room.enter("bob"))
    _ = try send(room, amy, to: "bob")
    room.ask(bob, .block("amy"))
    room.acknowledge(bob)
    #expect(receipts(room, amy) == [])
    #expect(room.ask(amy, .deliveredTo("bob")) == .refused(.blockedByReceiver("bob")))
  }

  @Test func whatCouldNotBeStoredHasNoReceipt() throws {
    let room = TestRoom("amy", "bob")
    let (amy, bob) = (try room.enter("amy"), try room.enter("bob"))
    room.isPrompt = false
    room.ask(amy, .message(to: "bob", body: "lost"))
    room.with { $0.failCommit() }
    room.acknowledge(bob)
    #expect(receipts(room, amy) == [])
  }
}
