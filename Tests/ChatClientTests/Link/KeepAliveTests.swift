import Testing

@testable import ChatClient

@Suite struct KeepAliveTests {
  private func nanoseconds(_ seconds: Double) -> Int64 {
    Int64(seconds * 1e9)
  }

  @Test func pingsWhenNothingWasSent() {
    var keepAlive = KeepAlive(now: 0)
    keepAlive.use(serverSeconds: 3)
    #expect(!keepAlive.isPingDue(at: nanoseconds(2.9), lastReceived: nanoseconds(2.9)))
    #expect(keepAlive.isPingDue(at: nanoseconds(3), lastReceived: nanoseconds(3)))
    keepAlive.sent(at: nanoseconds(3))
    #expect(!keepAlive.isPingDue(at: nanoseconds(4), lastReceived: nanoseconds(3)))
  }

  @Test func pingsWhenNothingComesThoughSomethingIsSent() {
    var keepAlive = KeepAlive(now: 0)
    keepAlive.use(serverSeconds: 4)
    for second in 1...3 { keepAlive.sent(at: nanoseconds(Double(second))) }
    #expect(!keepAlive.isPingDue(at: nanoseconds(4), lastReceived: 0))
    #expect(keepAlive.isPingDue(at: nanoseconds(5), lastReceived: 0))
  }

  @Test func aServerThatWantsToHearRarelyIsAskedAllTheSame() {
    var keepAlive = KeepAlive(now: 0)
    keepAlive.use(serverSeconds: 3_600)
    #expect(keepAlive.isPingDue(at: nanoseconds(KeepAlive.longestInterval), lastReceived: 0))
    // Two pings at least find no answer before the connection counts as lost, which is noticed within 20 s.
    #expect(2 * KeepAlive.longestInterval < KeepAlive.longestSilence)
    #expect(KeepAlive.longestSilence + 1 < 20)
  }
}
