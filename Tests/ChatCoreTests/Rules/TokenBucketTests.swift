import ChatCore
import ChatTestSupport
import Testing

@Suite("A bucket of tokens")
struct TokenBucketTests {
  private func at(_ nanoseconds: Int64) -> Uptime { Uptime(nanoseconds: nanoseconds) }

  @Test func allowsABurstAndThenTheRate() {
    let rate = TokenRate(capacity: 3, refill: 2, perSeconds: 1)
    var bucket = TokenBucket(rate, at: at(0))
    let taken = (0..<4).map { _ in bucket.take(rate, at: at(0)) }
    #expect(taken == [true, true, true, false])
    #expect(bucket.nanosecondsToToken(rate, at: at(0)) == 500_000_000)
    #expect(bucket.take(rate, at: at(499_999_999)) == false)
    #expect(bucket.take(rate, at: at(500_000_000)) == true)
    #expect(bucket.take(rate, at: at(500_000_000)) == false)
  }

  @Test func neverDriftsHoweverOftenItIsLookedAt() {
    // A third of a nanosecond's worth is lost at every look by whoever rounds.
    let rate = TokenRate(capacity: 10, refill: 3, perSeconds: 7)
    var generator = SeededGenerator()
    var bucket = TokenBucket(rate, at: at(0))
    for _ in 0..<10 { _ = bucket.take(rate, at: at(0)) }
    var now: Int64 = 0
    var taken: Int64 = 0
    while now < 7_000_000_000_000 {
      now += Int64.random(in: 1...20_000_000_000, using: &generator) / 7
      while bucket.take(rate, at: at(now)) { taken += 1 }
    }
    // Taken whenever there was one, so that it was never full for long enough to lose any.
    #expect(taken == now / 1_000_000_000 * 3 / 7 || taken == now * 3 / 7_000_000_000, "seed \(generator.seed)")
  }

  @Test func givesCreditAndSaysForHowLong() {
    let rate = TokenRate(capacity: 2, refill: 4, perSeconds: 1)
    var bucket = TokenBucket(rate, at: at(0))
    let waits = (0..<4).map { _ in bucket.takeOnCredit(rate, at: at(0)) }
    #expect(waits == [0, 0, 250_000_000, 500_000_000])
    #expect(bucket.takeOnCredit(rate, at: at(500_000_000)) == 250_000_000)
  }

  @Test func takesBackNoMoreThanItHolds() {
    let rate = TokenRate(capacity: 2, refill: 1, perSeconds: 1)
    var bucket = TokenBucket(rate, at: at(0))
    bucket.giveBack(rate, at: at(0))
    #expect(bucket.isFull(rate, at: at(0)))
    let taken = (0..<3).map { _ in bucket.take(rate, at: at(0)) }
    #expect(taken == [true, true, false])
  }

  @Test func staysFullThroughAgesAndAClockThatStands() {
    let rate = TokenRate(capacity: 1_000_000, refill: 1_000_000, perSeconds: 1)
    var bucket = TokenBucket(rate, at: at(.min / 4))
    #expect(bucket.take(rate, at: at(.min / 4)) == true)
    #expect(bucket.nanosecondsToFull(rate, at: at(.max / 4)) == 0)
    #expect(bucket.take(rate, at: at(.max / 4)) == true)
    // Time that is told twice, or out of order, brings nothing.
    #expect(bucket.nanosecondsToFull(rate, at: at(0)) == 1_000)
  }

  @Test func theWidestRatesFit() {
    let widest = TokenRate(
      capacity: Limit.failedLogIns.range.upperBound, refill: 1, perSeconds: Limit.failedLogInTime.range.upperBound)
    var bucket = TokenBucket(widest, at: at(0))
    #expect(bucket.take(widest, at: at(0)) == true)
    #expect(bucket.nanosecondsToFull(widest, at: at(0)) == 86_400_000_000_000)
    let fastest = TokenRate(
      capacity: Limit.messageBurst.range.upperBound, refill: Limit.messageRate.range.upperBound, perSeconds: 1)
    var other = TokenBucket(fastest, at: at(0))
    #expect(other.takeOnCredit(fastest, at: at(0)) == 0)
  }
}
