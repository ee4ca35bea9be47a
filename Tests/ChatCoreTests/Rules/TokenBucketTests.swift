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
    let rate = TokenRate(capacity: 10, refill: 3, perSeconds: 7)
    var generator = SeededGenerator()
    var watched = TokenBucket(rate, at: at(0))
    for _ in 0..<10 { _ = watched.take(rate, at: at(0)) }
    let unwatched = watched
    var now: Int64 = 0
    for _ in 0..<10_000 {
      now += Int64.random(in: 1...200_000, using: &generator)
      // Looks, and finds nothing to take: whoever rounds loses a little at every look.
      #expect(watched.take(rate, at: at(now)) == false, "seed \(generator.seed)")
    }
    #expect(watched.nanosecondsToToken(rate, at: at(now)) == unwatched.nanosecondsToToken(rate, at: at(now)))
    #expect(watched.nanosecondsToFull(rate, at: at(now)) == unwatched.nanosecondsToFull(rate, at: at(now)))
    #expect(watched.nanosecondsToFull(rate, at: at(0)) == (70_000_000_000 - 3 * now + 2) / 3)
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
      capacity: Int64(Setting.failedLogIns.range.upperBound), refill: 1,
      perSeconds: Setting.failedLogInTime.range.upperBound)
    var bucket = TokenBucket(widest, at: at(0))
    #expect(bucket.take(widest, at: at(0)) == true)
    #expect(bucket.nanosecondsToFull(widest, at: at(0)) == 86_400_000_000_000)
    let fastest = TokenRate(
      capacity: Int64(Setting.messageBurst.range.upperBound), refill: Int64(Setting.messageRate.range.upperBound),
      perSeconds: 1)
    var other = TokenBucket(fastest, at: at(0))
    #expect(other.takeOnCredit(fastest, at: at(0)) == 0)
  }
}
