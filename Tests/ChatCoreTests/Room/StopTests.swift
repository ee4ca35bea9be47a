import ChatCore
import ChatTestSupport
import Testing

@Suite("The server's stop")
struct StopTests {
  @Test func whatWasDecidedIsAnsweredBeforeAnybodyIsTold() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy")
    room.isPrompt = false
    room.ask(amy, .broadcast(body: "before"), number: 901)
    room.with { $0.beginStop() }
    #expect(room.ask(amy, .broadcast(body: "after"), number: 902) == .refused(.stopping))
    room.with { $0.commit() }
    let frames = try #require(room.inboxes[amy]).frames
    let stored = try #require(room.store.messages.last)
    #expect(room.store.messages.map(\.body) == ["before"])
    #expect(frames.contains(.reply(number: 901, .stored(stored.id))))
    #expect(frames.last == .event(.serverStopping(restarts: false, isSettled: true)))
    #expect(room.inboxes[amy]?.isClosed == true)
  }

  @Test func whatARestartingServerTakesNoMoreIsSentToTheNextOne() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy", run: 7)
    room.isPrompt = false
    room.ask(amy, .broadcast(body: "1"), number: 901)
    room.with { $0.beginStop(restarts: true) }
    #expect(room.ask(amy, .broadcast(body: "2"), number: 902) == nil)
    #expect(room.ask(amy, .whoelse, number: 903) == nil)
    // What was carried out is told, however late it is asked for.
    #expect(room.ask(amy, .broadcast(body: "1"), number: 901) == nil)
    room.with { $0.commit() }
    #expect(room.inboxes[amy]?.reply(to: 901) == .doneBefore)
    #expect(room.news(amy).last == "stopping")
    #expect(room.inboxes[amy]?.reply(to: 902) == nil)
    room.with { $0.crash() }
    room.isPrompt = true
    let again = try room.enter("amy", run: 7)
    #expect(room.ask(again, .broadcast(body: "1"), number: 901) == .doneBefore)
    #expect(room.ask(again, .broadcast(body: "2"), number: 902).refusal == nil)
    #expect(room.store.messages.map(\.body) == ["1", "2"])
  }

  @Test func aDiskThatDoesNotAnswerLeavesWhatIsUnansweredOpen() throws {
    let room = TestRoom("amy")
    let amy = try room.enter("amy")
    room.isPrompt = false
    room.ask(amy, .broadcast(body: "x"), number: 901)
    room.with { $0.beginCommit() }
    room.with { $0.beginStop() }
    // Nobody is told any more, but it is known: else it would be looked at again and again.
    _ = room.news(amy)
    room.with { $0.noteSilentDisk() }
    #expect(room.news(amy).isEmpty && room.isDiskSilent)
    room.pass(3)
    #expect(room.inboxes[amy]?.frames.last == .event(.serverStopping(restarts: false, isSettled: false)))
    #expect(room.inboxes[amy]?.reply(to: 901) == nil)
  }
}
