import ChatCore
import Testing

@Suite("Messages")
struct MessageTests {
  @Test func aBroadcastGoesToEverybodyOnlineAndToOneself() throws {
    let room = TestRoom("facebook", "google", "away")
    let facebook = try room.enter("facebook")
    let google = try room.enter("google")
    let prompt = try room.connect()
    _ = room.news(facebook)
    let reply = room.ask(facebook, .broadcast(body: "It's me facebook ~"))
    #expect(reply == .stored(try #require(room.store.messages.last).id))
    #expect(room.news(facebook) == ["facebook(broadcast): It's me facebook ~"])
    #expect(room.news(google) == ["facebook(broadcast): It's me facebook ~"])
    #expect(room.news(prompt).isEmpty)
    #expect(room.enters("away").map(room.news) == ["facebook(broadcast): It's me facebook ~", "caught up"])
  }

  @Test func aPrivateMessageGoesToOne() throws {
    let room = TestRoom("facebook", "google", "columbia")
    let facebook = try room.enter("facebook")
    let google = try room.enter("google")
    let columbia = try room.enter("columbia")
    _ = [facebook, google].map(room.news)
    let reply = room.ask(facebook, .message(to: "GOOGLE", body: "psst"))
    #expect(reply == .stored(try #require(room.store.messages.last).id))
    #expect(room.news(google) == ["facebook(private): psst"])
    #expect(room.news(facebook).isEmpty && room.news(columbia).isEmpty)
  }

  @Test func whoIsAwayGetsAllOfThemInOrder() throws {
    let room = TestRoom("facebook", "google", "csee4119")
    let facebook = try room.enter("facebook")
    let google = try room.enter("google")
    room.ask(facebook, .broadcast(body: "1"))
    let stored = room.ask(google, .message(to: "csee4119", body: "2"))
    #expect(stored == .storedForLater(try #require(room.store.messages.last).id, name: "csee4119"))
    room.ask(facebook, .message(to: "google", body: "not for all"))
    room.ask(google, .broadcast(body: "3"))
    let expected = ["facebook(broadcast): 1", "google(private): 2", "google(broadcast): 3", "caught up"]
    let session = try #require(room.enters("csee4119"))
    #expect(room.news(session) == expected)
    // What was not acknowledged comes again.
    room.leave(session)
    let again = try #require(room.enters("csee4119"))
    #expect(room.news(again) == expected)
    room.acknowledge(again)
    room.leave(again)
    #expect(room.enters("csee4119").map(room.news) == ["caught up"])
  }

  @Test func acknowledgementsSurviveARestart() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    room.ask(amy, .broadcast(body: "1"))
    room.acknowledge(amy)
    room.ask(amy, .broadcast(body: "2"))
    room.with { $0.commit() }
    room.with { $0.crash() }
    #expect(room.enters("amy").map(room.news) == ["amy(broadcast): 2", "caught up"])
    #expect(room.enters("bob").map(room.messages) == ["amy(broadcast): 1", "amy(broadcast): 2"])
  }

  @Test func nobodyAcknowledgesWhatIsNotWrittenYet() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    room.ask(bob, .broadcast(body: "1"))
    room.ask(amy, .acknowledge(EntryID(rawValue: .max)))
    room.ask(amy, .acknowledge(EntryID(rawValue: .min)))
    room.leave(amy)
    #expect(room.enters("amy").map(room.messages) == ["bob(broadcast): 1"])
  }

  @Test func acknowledgementsNeverGoBack() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy")
    room.ask(amy, .broadcast(body: "1"))
    room.ask(amy, .broadcast(body: "2"))
    let ids = room.store.messages.map(\.id)
    room.ask(amy, .acknowledge(ids[1]))
    room.ask(amy, .acknowledge(ids[0]))
    room.leave(amy)
    #expect(room.enters("amy").map(room.messages) == [])
  }

  @Test func receiptAndOthersWaitForTheDisk() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    room.isPrompt = false
    #expect(room.ask(amy, .broadcast(body: "hi"), number: 900) == nil)
    #expect(room.news(bob) == [])
    room.with { $0.commit() }
    #expect(room.news(bob) == ["amy(broadcast): hi"])
    #expect(room.inboxes[amy]?.reply(to: 900) == .stored(try #require(room.store.messages.last).id))
  }

  @Test func whomOneCannotWriteTo() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    room.ask(bob, .block("amy"))
    #expect(room.ask(amy, .message(to: "AMY", body: "x")) == .refused(.toYourself(.message)))
    #expect(room.ask(amy, .message(to: "nobody", body: "x")) == .refused(.noSuchUser("nobody")))
    #expect(room.ask(amy, .message(to: "bob", body: "x")) == .refused(.blockedByReceiver("bob")))
    #expect(room.store.messages.isEmpty)
  }

  @Test(arguments: ["", " ", "\t \n", "\r\n", "\u{2028}"])
  func anEmptyBodyIsToldSo(body: String) throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    #expect(room.ask(amy, .broadcast(body: body)) == .refused(.bodyEmpty))
    #expect(room.ask(amy, .message(to: "bob", body: body)) == .refused(.bodyEmpty))
  }

  @Test(arguments: ["  a  b  ", "\n\nx\n\ny\r\n", "\ttab\tinside\t", "é", "e\u{301}", " \u{301}", "x\u{2028}"])
  func bodiesAreStoredAsSent(body: String) throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    room.ask(amy, .broadcast(body: body))
    room.ask(amy, .message(to: "bob", body: body))
    #expect(room.store.messages.map { Array($0.body.utf8) } == [Array(body.utf8), Array(body.utf8)])
  }

  @Test func bodiesHaveALimit() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy")
    let longest = String(repeating: "é", count: 4_096)
    #expect(room.ask(amy, .broadcast(body: longest)).refusal == nil)
    #expect(room.ask(amy, .broadcast(body: longest + " ")) == .refused(.bodyTooLong(maximum: 8_192)))
    #expect(room.store.messages.map(\.body) == [longest])
  }
}
