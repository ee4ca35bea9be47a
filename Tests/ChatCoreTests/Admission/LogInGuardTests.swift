import Testing

@testable import ChatCore

@Suite struct LogInGuardTests {
  private func moment(_ seconds: Double) -> Moment {
    Moment(uptime: Uptime(nanoseconds: 0).advanced(bySeconds: seconds), wall: WallTime(seconds: 1_000_000 + seconds))
  }

  @Test func endedBlocksAreForgottenOnceThereAreMany() {
    var blocks = LogInGuard(now: moment(0))
    func block(_ number: Int, at seconds: Double) -> WallTime? {
      blocks.block(AccountID(rawValue: Int64(number)), on: "10.0.0.1", now: moment(seconds).uptime)
      return blocks.forgetEnded(blockTime: 60, now: moment(seconds))
    }
    for number in 1..<LogInGuard.mostEnded {
      #expect(block(number, at: number < 1_000 ? 0 : 50) == nil)
    }
    #expect(block(LogInGuard.mostEnded, at: 70) == WallTime(seconds: 1_000_010))
    #expect(blocks.holding(blockTime: 1_000, now: moment(70)).count == LogInGuard.mostEnded - 999)
    #expect(
      blocks.secondsLeft(of: AccountID(rawValue: 1_000), on: "10.0.0.1", blockTime: 60, now: moment(70).uptime) == 40)
    #expect(block(5_000, at: 71) == nil)
  }
}
