import Testing

@testable import ChatNet

@Suite struct FairQueueTests {
  @Test func servesKeysInTurn() {
    var queue = FairQueue<String>(limit: 100, limitPerKey: 100)
    for number in 1...4 { _ = queue.append("flood \(number)", key: "flood") }
    _ = queue.append("one 1", key: "one")
    _ = queue.append("one 2", key: "one")
    _ = queue.append("two 1", key: "two")
    var served: [String] = []
    while let element = queue.popFirst() { served.append(element) }
    #expect(served == ["flood 1", "one 1", "two 1", "flood 2", "one 2", "flood 3", "flood 4"])
  }

  @Test func aNewKeyWaitsOneRoundAtMost() {
    var queue = FairQueue<Int>(limit: 1_000, limitPerKey: 1_000)
    for number in 0..<500 { _ = queue.append(number, key: "flood") }
    _ = queue.popFirst()
    _ = queue.append(-1, key: "new")
    let next = [queue.popFirst(), queue.popFirst()]
    #expect(next.contains(-1))
  }

  @Test func isBounded() {
    var queue = FairQueue<Int>(limit: 3, limitPerKey: 2)
    let taken = [(1, "a"), (2, "a"), (3, "a"), (4, "b"), (5, "c")].map { queue.append($0.0, key: $0.1) }
    #expect(taken == [true, true, false, true, false])
    let first = queue.popFirst()
    #expect(first == 1)
    let isTakenNow = queue.append(5, key: "c")
    #expect(isTakenNow)
    #expect(queue.count == 3)
  }

  @Test func givesAllBackInOrderOfEachKey() {
    var queue = FairQueue<Int>(limit: 10_000, limitPerKey: 10_000)
    for number in 0..<9_000 { _ = queue.append(number, key: String(number % 7)) }
    var last = [Int](repeating: -1, count: 7)
    while let number = queue.popFirst() {
      #expect(number > last[number % 7])
      last[number % 7] = number
    }
    #expect(queue.count == 0)
    #expect(last.min() ?? 0 >= 8_993)
  }
}
