import Testing

@testable import ChatClient

@Suite struct ReconnectPaceTests {
  @Test func pausesGrowToAMinute() {
    var pace = ReconnectPace(seed: 1)
    var longest = 0.5
    for _ in 0..<50 {
      let pause = pace.nextPause()
      #expect(pause >= longest / 2 && pause < longest)
      longest = min(60, longest * 2)
    }
    pace.reset()
    #expect(pace.nextPause() < 0.5)
  }

  @Test func noTwoClientsComeAtOnce() {
    let first = (0..<100 as Range<UInt64>).map { seed in
      var pace = ReconnectPace(seed: seed)
      return pace.nextPause()
    }
    #expect(Set(first).count == 100)
    // About as many in each fifth of the time.
    for part in 0..<5 {
      let start = 0.25 + Double(part) * 0.05
      #expect((8...32).contains(first.count { $0 >= start && $0 < start + 0.05 }))
    }
  }
}
