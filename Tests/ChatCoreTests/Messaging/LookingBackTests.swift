import ChatCore
import Testing

@Suite("Looking back")
struct LookingBackTests {
  private func past(
    _ room: TestRoom, _ session: SessionID, _ text: String? = nil, with person: String? = nil, limit: Int = 50
  ) -> [String]? {
    guard case .past(let messages) = room.ask(session, .lookBack(LogQuery(text: text, person: person, limit: limit)))
    else { return nil }
    return messages.map { past in
      let to = past.recipient.map { " to \($0)" } ?? ""
      return "\(past.message.sender.name)\(to): \(past.message.body)"
    }
  }

  @Test func oneSeesWhatOneCouldSeeThenAndWhatOneSent() throws {
    let room = TestRoom("amy", "bob", "cat")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    let cat = try room.enter("cat")
    room.ask(amy, .broadcast(body: "hi all"))
    room.ask(amy, .message(to: "bob", body: "hi bob"))
    room.ask(bob, .block("cat"))
    room.ask(cat, .broadcast(body: "not for bob"))
    room.ask(bob, .unblock("cat"))
    room.ask(cat, .message(to: "bob", body: "now for bob"))
    #expect(past(room, amy) == ["amy: hi all", "amy to bob: hi bob", "cat: not for bob"])
    #expect(past(room, bob) == ["amy: hi all", "amy to bob: hi bob", "cat to bob: now for bob"])
    #expect(past(room, cat) == ["amy: hi all", "cat: not for bob", "cat to bob: now for bob"])
    #expect(past(room, bob, with: "AMY") == ["amy to bob: hi bob"])
    #expect(past(room, bob, "bob") == ["amy to bob: hi bob", "cat to bob: now for bob"])
    #expect(past(room, cat, "hi", with: "bob") == [])
    // Not even what one could see before counts for somebody new.
    room.with { $0.register("dan") }
    let dan = try room.enter("dan")
    #expect(past(room, dan) == [])
  }

  @Test func aBlockedChatterboxHidesNothing() throws {
    let room = TestRoom("amy", "bob", "cat")
    let (amy, bob, cat) = (try room.enter("amy"), try room.enter("bob"), try room.enter("cat"))
    room.ask(cat, .broadcast(body: "first"))
    room.ask(amy, .block("bob"))
    for number in 0..<1_200 {
      room.ask(bob, .broadcast(body: "noise \(number)"))
    }
    #expect(past(room, amy, limit: 2) == ["cat: first"])
  }

  @Test func theNewestComeAndTheOlderOnesAreAskedFor() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    for number in 1...7 { room.ask(amy, .broadcast(body: "\(number)")) }
    guard case .past(let page) = room.ask(amy, .lookBack(LogQuery(limit: 3))) else { throw TestProblem.otherReply }
    #expect(page.map(\.message.body) == ["5", "6", "7"])
    guard case .past(let older) = room.ask(amy, .lookBack(LogQuery(before: page[0].message.id, limit: 9))) else {
      throw TestProblem.otherReply
    }
    #expect(older.map(\.message.body) == ["1", "2", "3", "4"])
    #expect(room.ask(amy, .lookBack(LogQuery(before: older[0].message.id, limit: 9))) == .past([]))
  }

  @Test func whatIsNotStoredIsNotThePast() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy")
    room.isPrompt = false
    room.ask(amy, .broadcast(body: "on its way"), number: 50)
    room.ask(amy, .lookBack(LogQuery(limit: 3)), number: 51)
    room.with { $0.deliverPast() }
    #expect(room.inboxes[amy]?.reply(to: 51) == .past([]))
    room.with { $0.commit() }
    #expect((room.inboxes[amy]?.reply(to: 50)).refusal == nil)
    room.ask(amy, .lookBack(LogQuery(limit: 3)), number: 52)
    room.with { $0.deliverPast() }
    guard case .past(let page) = room.inboxes[amy]?.reply(to: 52) else { throw TestProblem.otherReply }
    #expect(page.map(\.message.body) == ["on its way"])
  }

  @Test func questionsWaitForEachOtherUpToALimit() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy")
    room.isPrompt = false
    for number in 1...UInt64(17) { room.ask(amy, .lookBack(LogQuery(limit: 3)), number: number + 100) }
    #expect(room.pendingPasts.count == 1)
    #expect((room.inboxes[amy]?.reply(to: 117)).refusal != nil)
    for _ in 0..<16 { room.with { $0.deliverPast() } }
    #expect(room.inboxes[amy]?.replies.suffix(16).map(\.number) == Array(101...116))
    // One who goes meanwhile is not waited for.
    room.ask(amy, .lookBack(LogQuery(limit: 3)), number: 130)
    room.lose(amy)
    room.with { $0.deliverPast() }
  }

  @Test func oddQuestionsAreRefused() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy")
    #expect(room.ask(amy, .lookBack(LogQuery(text: " \t", limit: 1))) == .refused(.searchEmpty))
    #expect(room.ask(amy, .lookBack(LogQuery(text: "?!", limit: 1))) == .refused(.searchEmpty))
    #expect(room.ask(amy, .lookBack(LogQuery(person: "nobody", limit: 1))) == .refused(.noSuchUser("nobody")))
    let long = String(repeating: "word ", count: 300)
    #expect(room.ask(amy, .lookBack(LogQuery(text: long, limit: 1))).refusal != nil)
  }

  @Test func whomOneBlocksAndWhoWasThere() throws {
    let room = TestRoom("amy", "bob", "Cat", grace: 30)
    let (amy, bob) = (try room.enter("amy"), try room.enter("bob"))
    #expect(room.ask(amy, .listBlocked) == .blockedPeople([]))
    for name in ["Cat", "bob"] { room.ask(amy, .block(name)) }
    #expect(room.ask(amy, .listBlocked) == .blockedPeople(["bob", "Cat"]))
    room.ask(amy, .unblock("bob"))
    #expect(room.ask(amy, .listBlocked) == .blockedPeople(["Cat"]))
    #expect(room.ask(amy, .lastSeen("cat")) == .lastSeen(name: "Cat", .never))
    #expect(room.ask(amy, .lastSeen("bob")) == .lastSeen(name: "bob", .online))
    #expect(room.ask(amy, .lastSeen("x")) == .refused(.noSuchUser("x")))
    room.lose(bob)
    #expect(room.ask(amy, .lastSeen("bob")) == .lastSeen(name: "bob", .online))
    room.pass(31)
    let then = room.clock.now.wall
    #expect(room.ask(amy, .lastSeen("bob")) == .lastSeen(name: "bob", .until(then)))
  }
}
