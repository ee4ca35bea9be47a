import Testing

@testable import ChatNet

/// Whoever does not get anywhere with a connection in time loses it.
@Suite struct SetUpTests {
  @Test func whoIsNotSetUpInTimeIsClosed() throws {
    var settings = LoopSettings()
    settings.setUpTimeout = 10
    let fixture = try LoopFixture(settings)
    let (slow, quick) = (try SocketPair(), try SocketPair())
    let late = try fixture.adopt(slow)
    let ready = try fixture.adopt(quick)
    fixture.onQueue { _ in ready.isSetUp = true }
    fixture.pass(seconds: 9)
    // A byte now and then helps nobody.
    slow.write("h")
    fixture.recorder.wait("the byte") { $0.received[late.token]?.count == 1 }
    fixture.pass(seconds: 1)
    fixture.recorder.wait("the end") { $0.closed[late.token] == [.notSetUp] }
    fixture.pass(seconds: 1_000)
    #expect(fixture.recorder.now.closed[ready.token] == nil)
  }

  @Test func aShorterTimeHoldsForWhoIsThere() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.pass(seconds: 20)
    fixture.onQueue { $0.change(silenceTimeout: 1_000, setUpTimeout: 10) }
    fixture.pass(seconds: 0)
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.notSetUp] }
  }

  @Test func withoutTheTimeNobodyIs() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.pass(seconds: 100_000)
    fixture.onQueue { _ in }
    #expect(fixture.recorder.now.closed[connection.token] == nil)
  }
}
