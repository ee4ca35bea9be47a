import ChatCore
import ChatTestSupport
import Testing

@Suite("Numbers of requests") struct RequestNumbersTests {
  @Test func theyAreASetThatGrowsAtItsEnd() {
    var random = SeededGenerator()
    for _ in 0..<200 {
      var numbers: RequestNumbers = []
      var set: Set<UInt64> = []
      for _ in 0..<20 {
        let start = UInt64.random(in: 0..<60, using: &random)
        let stretch = start...(start + .random(in: 0..<6, using: &random))
        let newest = set.max()
        numbers.append(stretch)
        // A stretch that begins before the end of what is there, and goes beyond it, joins it.
        let joined = newest.map { max($0 + 1, stretch.lowerBound) } ?? stretch.lowerBound
        if joined <= stretch.upperBound {
          set.formUnion(joined...stretch.upperBound)
        }
      }
      let range = UInt64.random(in: 0..<30, using: &random)...UInt64.random(in: 30..<70, using: &random)
      #expect((0..<70).allSatisfy { numbers.contains($0) == set.contains($0) })
      #expect(numbers.gaps(in: range).flatMap(Array.init) == range.filter { !set.contains($0) })
      #expect(zip(numbers.stretches, numbers.stretches.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
      let before = numbers.stretches
      let limit = UInt64.random(in: 0..<70, using: &random)
      numbers.forget(through: limit)
      #expect(numbers.stretches == before.filter { $0.upperBound > limit })
    }
  }

  @Test func theHighestNumberIsOne() {
    var numbers: RequestNumbers = [1, .max]
    numbers.append(5 ... .max)
    #expect(numbers.stretches == [1...1, .max ... .max] && numbers.contains(.max))
    #expect(numbers.gaps(in: 0 ... .max) == [0...0, 2...(.max - 1)])
    numbers.forget(through: .max)
    #expect(numbers.isEmpty)
  }
}
