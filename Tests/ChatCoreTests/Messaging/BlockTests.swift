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

  private static let holds =
    "\"MALLORY\" is a new account, and your block of that name holds for it. Type \"unblock MALLORY\" to end it."

  /// bob has blocked mallory, who has cancelled the account and registered anew.
  private func roomWithAnHeir(crashes: Bool) throws -> TestRoom {
    let room = TestRoom("bob", "mallory")
    let bob = try room.enter("bob")
    room.ask(bob, .block("mallory"))
    try room.deregister("mallory")
    #expect(room.ask(bob, .listBlocked) == .blockedPeople(["mallory"]))
    #expect(room.ask(bob, .block("Mallory")) == .refused(.alreadyBlocked("mallory")))
    room.with { $0.register("MALLORY") }
    room.leave(bob)
    if crashes {
      room.with { $0.crash() }
    }
    return room
  }

  @Test(arguments: [false, true])
  func itOutlivesTheNameAndBothAreTold(crashes: Bool) throws {
    let room = try roomWithAnHeir(crashes: crashes)
    let bob = try room.enter("bob")
    #expect(room.announcements(bob) == [Self.holds])
    let mallory = try room.enter("MALLORY")
    #expect(room.ask(mallory, .message(to: "bob", body: "hi")) == .refused(.blockedByReceiver("bob")))
    #expect(room.ask(mallory, .broadcast(body: "hi all")).refusal == nil)
    #expect(room.announcements(bob) == [Self.holds], "once")
    #expect(room.messages(bob).isEmpty)
    #expect(room.ask(bob, .listBlocked) == .blockedPeople(["MALLORY"]))
    #expect(room.ask(bob, .unblock("mallory")) == .unblocked(name: "MALLORY"))
    #expect(room.ask(mallory, .message(to: "bob", body: "now")).refusal == nil)
    #expect(room.messages(bob) == ["MALLORY(private): now"])
    room.leave(bob)
    room.with { $0.crash() }
    #expect(room.announcements(try room.enter("bob")).isEmpty)
  }

  @Test(arguments: [false, true])
  func whoIsOnlineIsToldAtTheFirstMessageThatItStops(isPrivate: Bool) throws {
    let room = TestRoom("bob", "carol", "mallory")
    let bob = try room.enter("bob")
    let carol = try room.enter("carol")
    room.ask(bob, .block("mallory"))
    room.ask(carol, .block("mallory"))
    try room.deregister("mallory")
    room.with { $0.register("MALLORY") }
    let mallory = try room.enter("MALLORY")
    #expect(room.announcements(bob).isEmpty)
    room.ask(mallory, isPrivate ? .message(to: "bob", body: "hi") : .broadcast(body: "hi"))
    #expect(room.announcements(bob) == [Self.holds])
    #expect(room.announcements(carol) == (isPrivate ? [] : [Self.holds]))
    room.ask(mallory, .broadcast(body: "hi"))
    #expect(room.announcements(bob) == [Self.holds])
    #expect(room.announcements(carol) == [Self.holds])
  }

  @Test(arguments: [false, true])
  func itEndsWhileNobodyHasTheName(crashes: Bool) throws {
    let room = TestRoom("bob", "mallory")
    var bob = try room.enter("bob")
    room.ask(bob, .block("mallory"))
    try room.deregister("mallory")
    if crashes {
      room.leave(bob)
      room.with { $0.crash() }
      bob = try room.enter("bob")
    }
    #expect(room.ask(bob, .listBlocked) == .blockedPeople(["mallory"]))
    #expect(room.ask(bob, .unblock("MALLORY")) == .unblocked(name: "mallory"))
    #expect(room.ask(bob, .unblock("mallory")) == .refused(.noSuchUser("mallory")))
    #expect(room.ask(bob, .listBlocked) == .blockedPeople([]))
    room.with { $0.register("mallory") }
    #expect(room.ask(try room.enter("mallory"), .message(to: "bob", body: "hi")).refusal == nil)
  }

  @Test func theBlocksOfOneWhoGoesDoNotComeBack() throws {
    let room = TestRoom("bob", "mallory")
    let bob = try room.enter("bob")
    room.ask(bob, .block("mallory"))
    room.leave(bob)
    try room.deregister("bob")
    room.with { $0.register("bob") }
    #expect(room.ask(try room.enter("mallory"), .message(to: "bob", body: "hi")).refusal == nil)
  }
}
