import ChatCore
import Testing

@Suite("Blocking")
struct BlockTests {
  @Test func itIsClaimedAndRefused() throws {
    let room = TestRoom("facebook", "Columbia")
    let facebook = try room.enter("facebook")
    #expect(room.ask(facebook, .block("columbia")) == .blocked(name: "Columbia"))
    #expect(room.ask(facebook, .block("Columbia")) == .refused(.alreadyBlocked("Columbia")))
    #expect(room.ask(facebook, .unblock("COLUMBIA")) == .unblocked(name: "Columbia"))
    #expect(room.ask(facebook, .unblock("Columbia")) == .refused(.notBlocked("Columbia")))
    #expect(room.ask(facebook, .block("FaceBook")) == .refused(.blockYourself))
    #expect(room.ask(facebook, .unblock("facebook")) == .refused(.unblockYourself))
    #expect(room.ask(facebook, .block("nobody")) == .refused(.noSuchUser("nobody")))
    #expect(room.ask(facebook, .unblock("nobody")) == .refused(.noSuchUser("nobody")))
  }

  @Test func nothingOfTheBlockedOneComesThrough() throws {
    let room = TestRoom("amy", "bob", "cat")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    let cat = try room.enter("cat")
    room.ask(amy, .block("bob"))
    _ = [amy, bob].map(room.news)
    #expect(room.ask(bob, .broadcast(body: "hi")).refusal == nil)
    #expect(room.ask(bob, .message(to: "amy", body: "hi")) == .refused(.blockedByReceiver("amy")))
    #expect(room.ask(bob, .offerFile(to: "amy", name: "x", size: 1)) == .refused(.blockedByReceiver("amy")))
    #expect(room.news(amy).isEmpty)
    #expect(room.news(cat) == ["bob(broadcast): hi"])
    // It works one way.
    room.ask(amy, .message(to: "bob", body: "but I can"))
    #expect(room.news(bob) == ["bob(broadcast): hi", "amy(private): but I can"])
    // And the notices of the system are not the person's words.
    room.leave(bob)
    #expect(room.news(amy) == ["- bob"])
  }

  @Test(arguments: [false, true])
  func itDecidesAboutWhatIsSentWhileItLasts(crashes: Bool) throws {
    let room = TestRoom("amy", "bob")
    let bob = try room.enter("bob")
    let amy = try room.enter("amy")
    room.ask(bob, .broadcast(body: "1 before"))
    room.ask(bob, .message(to: "amy", body: "2 before"))
    room.ask(amy, .block("bob"))
    room.ask(bob, .broadcast(body: "3 during"))
    room.ask(amy, .unblock("bob"))
    room.ask(bob, .broadcast(body: "4 between"))
    room.ask(amy, .block("bob"))
    room.ask(bob, .broadcast(body: "5 during"))
    room.leave(amy)
    room.ask(bob, .broadcast(body: "6 during"))
    if crashes {
      room.with { $0.crash() }
    }
    let back = try #require(room.enters("amy"))
    let seen = ["bob(broadcast): 1 before", "bob(private): 2 before", "bob(broadcast): 4 between"]
    #expect(room.messages(back) == seen)
    room.ask(back, .unblock("bob"))
    room.leave(back)
    #expect(room.enters("amy").map(room.messages) == seen)
  }

  @Test func itHoldsBeforeItIsOnDisk() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    _ = room.news(amy)
    room.isPrompt = false
    #expect(room.ask(amy, .block("bob"), number: 900) == nil)
    room.ask(bob, .broadcast(body: "hi"))
    #expect(room.news(amy).isEmpty)
    room.with { $0.commit() }
    #expect(room.inboxes[amy]?.reply(to: 900) == .blocked(name: "bob"))
  }
}
