import ChatCore
import ChatTestSupport
import Testing

@Suite("A table of buckets")
struct BucketTableTests {
  private let rate = TokenRate(capacity: 3, refill: 3, perSeconds: 60)
  private var clock = ManualClock()

  @Test func everyKeyHasItsOwn() {
    var table = BucketTable<String>(rate)
    for _ in 0..<3 { #expect(table.take("a", at: clock.now.uptime) == true) }
    #expect(table.take("a", at: clock.now.uptime) == false)
    #expect(table.take("b", at: clock.now.uptime) == true)
    #expect(table.nanosecondsToToken("a", at: clock.now.uptime) == 20_000_000_000)
    #expect(table.nanosecondsToToken("c", at: clock.now.uptime) == 0)
    #expect(table.emptyCount(at: clock.now.uptime) == 1)
  }

  @Test func withoutARateEverythingIsAllowedAndNothingKept() {
    var table = BucketTable<String>(nil)
    for _ in 0..<100 { #expect(table.take("a", at: clock.now.uptime) == true) }
    #expect(table.takeOnCredit("a", at: clock.now.uptime) == 0)
    #expect(table.count == 0)
  }

  @Test func whatIsGivenBackIsForgotten() {
    var table = BucketTable<String>(rate)
    _ = table.take("a", at: clock.now.uptime)
    #expect(table.count == 1)
    table.giveBack("a", at: clock.now.uptime)
    table.giveBack("stranger", at: clock.now.uptime)
    #expect(table.count == 0)
  }

  @Test mutating func isBoundedAndForgetsTheIdleFirst() {
    var table = BucketTable<Int>(rate, maximum: 100)
    for key in 0..<100 { _ = table.take(key, at: clock.now.uptime) }
    clock.advance(by: 60)
    _ = table.take(1_000, at: clock.now.uptime)
    #expect(table.count == 1)
  }

  @Test func aFloodOfKeysDoesNotWashOutWhoHasNothingLeft() {
    var table = BucketTable<Int>(rate, maximum: 100)
    for _ in 0..<3 { _ = table.take(-1, at: clock.now.uptime) }
    for key in 0..<100_000 {
      #expect(table.take(key, at: clock.now.uptime) == true)
      #expect(table.count <= 100)
    }
    #expect(table.take(-1, at: clock.now.uptime) == false)
  }
}
