import Testing

@testable import ChatLoad

@Suite
struct PaceTests {
  @Test func eachIsDueOnceAtItsTime() {
    var pace = Pace(perSecond: 1_000, start: 5_000_000)
    #expect(pace.take(by: 4_999_999) == nil)
    #expect(pace.take(by: 5_000_000) == 5_000_000)
    #expect(pace.take(by: 5_000_000) == nil)
    #expect(pace.nextDue == 6_000_000)
  }

  /// However late it is asked: all that was due is due, at the time when it was.
  @Test func nothingIsLeftOut() {
    var pace = Pace(perSecond: 250, start: 0)
    var dues: [Int64] = []
    while let due = pace.take(by: 1_000_000_000) { dues.append(due) }
    #expect(dues.count == 251)
    #expect(zip(dues, dues.dropFirst()).allSatisfy { $1 - $0 == 4_000_000 })
  }

  /// Fractions do not add up to a wrong pace.
  @Test func oddRatesKeepTheirTime() {
    var pace = Pace(perSecond: 7, start: 0)
    for _ in 0..<7_000 { _ = pace.take(by: .max) }
    #expect(abs(pace.nextDue - 1_000_000_000_000) <= 1)
  }
}
