import ChatCore
import ChatTestSupport
import Foundation
import Testing

@Suite("Whatever happens")
struct ConversationPropertyTests {
  /// `CHATCTL_TEST_SEED=n` repeats one conversation; `CHATCTL_TEST_ROUNDS=n` says how many there are.
  private static let seeds: [UInt64] = {
    if let seed = ProcessInfo.processInfo.environment["CHATCTL_TEST_SEED"].flatMap(UInt64.init) {
      return [seed]
    }
    let count = TestLoad.rounds(200)
    let first = UInt64.random(in: 0...(.max / 2))
    return (0..<UInt64(count)).map { first + $0 }
  }()

  private static let steps = 250
  /// Parts run beside each other.
  private static let parts = 4

  @Test(arguments: 0..<parts)
  func thePromisesHold(part: Int) {
    let count = Self.seeds.count
    let seeds = Self.seeds[(count * part / Self.parts)..<(count * (part + 1) / Self.parts)]
    var failed = 0
    var messages = 0
    for seed in seeds {
      var conversation = RandomConversation(seed: seed)
      conversation.run(steps: Self.steps)
      let verdict = Verdict(conversation)
      messages += verdict.messages
      if !verdict.problems.isEmpty {
        Issue.record("CHATCTL_TEST_SEED=\(seed): \(verdict.problems.prefix(5).joined(separator: "; "))")
        failed += 1
      }
      guard failed < 3 else { return }
    }
    // A test in which nothing is said proves nothing.
    #expect(messages > 20 * seeds.count || Self.seeds.count == 1)
  }
}
