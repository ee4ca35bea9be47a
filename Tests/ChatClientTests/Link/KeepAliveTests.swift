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
  }

  @Test func aSilentServerIsGivenUpAsTheProtocolSays() {
    var keepAlive = KeepAlive(now: 0)
    #expect(!keepAlive.isLost(at: nanoseconds(17.9), lastReceived: 0))
    #expect(keepAlive.isLost(at: nanoseconds(18), lastReceived: 0))
    // It is looked at once a second: a loss is noticed within 20 s with the usual setting.
    for (seconds, silence) in [(10.0, 18.0), (0.1, 4), (30, 54), (31_536_000, 56_764_800)] {
      keepAlive.use(serverSeconds: seconds)
      #expect(!keepAlive.isLost(at: nanoseconds(silence + 4.9), lastReceived: nanoseconds(5)))
      #expect(keepAlive.isLost(at: nanoseconds(silence + 5), lastReceived: nanoseconds(5)))
    }
  }
}
