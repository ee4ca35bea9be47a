import ChatCore
import ChatTestSupport
import Foundation
import Testing

@Suite("Whatever happens")
struct ConversationPropertyTests {
  /// `CHATCTL_TEST_SEED=n` repeats one conversation; `CHATCTL_TEST_RUNS=n` says how many there are.
  private static let seeds: [UInt64] = {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["CHATCTL_TEST_SEED"].flatMap(UInt64.init) {
      return [seed]
    }
    let count = environment["CHATCTL_TEST_RUNS"].flatMap(Int.init) ?? 300
    let first = UInt64.random(in: 0...(.max / 2))
    return (0..<UInt64(count)).map { first + $0 }
  }()

  private static let steps = 250

  @Test func thePromisesHold() {
    var failed = 0
    var messages = 0
    for seed in Self.seeds {
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
    #expect(messages > 20 * Self.seeds.count)
  }
}
