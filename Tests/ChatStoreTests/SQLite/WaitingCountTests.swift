import ChatCore
import ChatTestSupport
import Testing

@testable import ChatStore

/// What waits for everybody is counted without looking at every reader of every broadcast.
@Suite struct WaitingCountTests {
  @Test func itAgreesWithLookingAtEveryReader() throws {
    var random = SeededGenerator()
    for _ in 0..<50 {
      let seed = random.seed
      var state = DurableState()
      let ids = (1...5).map { Sample.account($0 * 10) }
      state.accounts = try ids.map { id in
        Account(
          id: id, name: try AccountName("user\(id.rawValue)"), verifier: try Sample.verifier(),
          created: WallTime(microseconds: 0), cursor: Sample.entry(.random(in: 0...150, using: &random)))
      }
      for _ in 0..<4 {
        let pair = ids.shuffled(using: &random)
        let start = Int64.random(in: 50...150, using: &random)
        let end = Bool.random(using: &random) ? Sample.entry(start + 20) : nil
        state.blocks.append(
          BlockInterval(blocker: pair[0], blocked: pair[1], start: Sample.entry(start), end: end))
      }
      var count = WaitingCount(of: state)
      var expected: [AccountID: Int] = [:]
      let blocks = BlockBook(state.blocks)
      let lowest = state.accounts.map(\.cursor).min() ?? .zero
      for id in Int64(1)...200 where Sample.entry(id) > lowest {
        let message = ChatMessage(
          id: Sample.entry(id), time: WallTime(microseconds: 0), kind: .broadcast,
          sender: ids.randomElement(using: &random) ?? .system, to: .everybody, body: "x", request: nil)
        count.add(message)
        for reader in state.accounts where reader.cursor < message.id && blocks.isVisible(message, to: reader.id) {
          expected[reader.id, default: 0] += 1
        }
      }
      #expect(count.byAccount.filter { $0.value > 0 } == expected, "seed \(seed)")
    }
  }
}
