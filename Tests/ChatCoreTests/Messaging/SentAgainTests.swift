import ChatCore
import ChatTestSupport
import Testing

@Suite("Requests sent again to the room")
struct SentAgainTests {
  @Test func whatTheFullDiskRefusedMayBeSentAgainUnderItsNumber() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy", run: 7)
    room.with { $0.failCommit() }
    #expect(room.ask(amy, .broadcast(body: "x"), number: 901) == .refused(.readOnly))
    room.with { $0.leaveReadOnly() }
    #expect(room.ask(amy, .broadcast(body: "x"), number: 901).refusal == nil)
    #expect(room.store.messages.map(\.body) == ["x"])
    #expect(room.ask(amy, .broadcast(body: "x"), number: 901) == .doneBefore)
  }

  @Test(arguments: [false, true])
  func nothingThatTheDiskRefusedIsEverClaimedAsDone(crashes: Bool) throws {
    let room = TestRoom("amy")
    var amy = try room.enter("amy", run: 7)
    room.isPrompt = false
    room.ask(amy, .broadcast(body: "1"), number: 901)
    room.with { $0.failCommit() }
    room.ask(amy, .broadcast(body: "2"), number: 902)
    room.with { $0.leaveReadOnly() }
    room.ask(amy, .broadcast(body: "3"), number: 903)
    room.with { $0.commit() }
    room.isPrompt = true
    // No answer came through: the client sends all of them again.
    room.lose(amy)
    if crashes {
      room.with { $0.crash() }
    }
    amy = try room.enter("amy", run: 7)
    #expect(room.ask(amy, .broadcast(body: "1"), number: 901) == .refused(.refusedBefore))
    #expect(room.ask(amy, .broadcast(body: "2"), number: 902) == .refused(.refusedBefore))
    #expect(room.ask(amy, .broadcast(body: "3"), number: 903) == .doneBefore)
    #expect(room.store.messages.map(\.body) == ["3"])
  }

  /// The server that refused it did not live to note that, and the next one never heard of it.
  @Test func whatCameToNothingBeforeACrashIsNotClaimedByTheNextServer() throws {
    let room = TestRoom("amy")
    var amy = try room.enter("amy", run: 7)
    room.with { $0.failCommit() }
    #expect(room.ask(amy, .broadcast(body: "x"), number: 901) == .refused(.readOnly))
    room.lose(amy)
    room.with { $0.crash() }
    amy = try room.enter("amy", run: 7)
    #expect(room.ask(amy, .unblock("nobody"), number: 902) == .refused(.noSuchUser("nobody")))
    #expect(room.ask(amy, .broadcast(body: "x"), number: 901) == .refused(.refusedBefore))
    #expect(room.store.messages.isEmpty)
  }

  @Test func whatWasGatheredDuringAGoodCommitIsNotClaimedWhenTheNextOneFails() throws {
    let room = TestRoom("amy")
    let first = try room.enter("amy", run: 7)
    room.isPrompt = false
    room.ask(first, .broadcast(body: "1"), number: 901)
    room.with { $0.beginCommit() }
    room.ask(first, .broadcast(body: "2"), number: 902)
    room.with { $0.endCommit() }
    room.with { $0.failCommit() }
    room.isPrompt = true
    room.with { $0.leaveReadOnly() }
    room.ask(first, .broadcast(body: "3"), number: 903)
    room.lose(first)
    let second = try room.enter("amy", run: 7)
    #expect(room.ask(second, .broadcast(body: "1"), number: 901) == .doneBefore)
    #expect(room.ask(second, .broadcast(body: "2"), number: 902) == .refused(.refusedBefore))
    #expect(room.ask(second, .broadcast(body: "3"), number: 903) == .doneBefore)
    #expect(room.store.messages.map(\.body) == ["1", "3"])
  }

  @Test func aRequestSentAgainIsStoredOnceAndAnsweredAfterTheCommit() throws {
    let room = TestRoom("amy")
    let first = try room.enter("amy", run: 7)
    room.isPrompt = false
    room.ask(first, .broadcast(body: "x"), number: 901)
    room.with { $0.beginCommit() }
    room.lose(first)
    let second = try #require(room.enters("amy", run: 7))
    #expect(room.ask(second, .broadcast(body: "x"), number: 901) == nil, "claimed before it is on disk")
    room.with { $0.commit() }
    #expect(room.inboxes[second]?.reply(to: 901) == .doneBefore)
    #expect(room.store.messages.count == 1)
  }

  @Test func sentAgainWhileItsCommitFailsItIsNotStored() throws {
    let room = TestRoom("amy")
    let first = try room.enter("amy", run: 7)
    room.isPrompt = false
    room.ask(first, .broadcast(body: "x"), number: 901)
    room.lose(first)
    let second = try #require(room.enters("amy", run: 7))
    room.ask(second, .broadcast(body: "x"), number: 901)
    room.with { $0.failCommit() }
    #expect(room.inboxes[second]?.reply(to: 901) == .refused(.notStored))
  }

  @Test func whatIsTooFarBackOrWasLeftOutIsNotClaimed() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy", run: 7)
    #expect(room.ask(amy, .message(to: "nobody", body: "x"), number: 901) == .refused(.noSuchUser("nobody")))
    #expect(room.ask(amy, .broadcast(body: "y"), number: 6_000).refusal == nil)
    room.with { $0.register("nobody") }
    for number: UInt64 in [901, 1_000, 5_999] {
      #expect(room.ask(amy, .message(to: "nobody", body: "x"), number: number) == .refused(.refusedBefore))
    }
    #expect(room.ask(amy, .broadcast(body: "y"), number: 6_000) == .doneBefore)
    #expect(room.store.messages.map(\.body) == ["y"])
  }

  @Test func aRefusalIsRememberedOverACrash() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy", run: 7)
    room.ask(amy, .message(to: "nobody", body: "x"), number: 901)
    room.ask(amy, .broadcast(body: "y"), number: 902)
    room.with { $0.crash() }
    room.with { $0.register("nobody") }
    let again = try room.enter("amy", run: 7)
    #expect(room.ask(again, .message(to: "nobody", body: "x"), number: 901) == .refused(.refusedBefore))
    #expect(room.ask(again, .broadcast(body: "y"), number: 902) == .doneBefore)
  }
}
