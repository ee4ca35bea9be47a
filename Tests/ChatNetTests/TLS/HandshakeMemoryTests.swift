import Testing

@testable import ChatNet

@Suite struct HandshakeMemoryTests {
  @Test func aBurstIsOverWhenASecondBringsNoMore() {
    var memory = HandshakeMemory()
    for _ in 0..<HandshakeMemory.burst { memory.handshakeEnded() }
    let during = memory.secondPassed()
    memory.handshakeEnded()
    let after = (0..<3).map { _ in memory.secondPassed() }
    #expect(!during)
    #expect(after == [false, true, false], "once, a second after the last")
  }

  @Test func aFewAreNoBurst() {
    var memory = HandshakeMemory()
    for _ in 1..<HandshakeMemory.burst { memory.handshakeEnded() }
    let seconds = (0..<3).map { _ in memory.secondPassed() }
    #expect(seconds == [false, false, false])
  }
}
