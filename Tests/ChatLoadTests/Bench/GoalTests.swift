import Testing

@testable import ChatLoad

@Suite
struct GoalTests {
  @Test func exactFiguresDecide() {
    #expect(Goal.atLeast(2).verdict(2) == .met)
    #expect(Goal.atLeast(2).verdict(1.9) == .missed)
    #expect(Goal.atMost(2).verdict(2) == .met)
    #expect(Goal.atMost(2).verdict(2.1) == .missed)
    #expect(Goal.below(2).verdict(1.9) == .met)
    #expect(Goal.below(2).verdict(2) == .missed)
  }

  /// Where the truth may only be larger, what is large enough stays so; and the other way round.
  @Test func boundsDecideWhereTheyCan() {
    #expect(Goal.atLeast(2).verdict(3, .lowerBound) == .met)
    #expect(Goal.atLeast(2).verdict(1, .lowerBound) == .void)
    #expect(Goal.atLeast(2).verdict(3, .upperBound) == .void)
    #expect(Goal.atLeast(2).verdict(1, .upperBound) == .missed)
    #expect(Goal.atMost(2).verdict(1, .upperBound) == .met)
    #expect(Goal.atMost(2).verdict(3, .upperBound) == .void)
    #expect(Goal.below(2).verdict(1, .lowerBound) == .void)
    #expect(Goal.below(2).verdict(3, .lowerBound) == .missed)
    #expect(Goal.atLeast(2).verdict(3, .none) == .void)
    #expect(Goal.atLeast(2).verdict(1, .none) == .void)
  }

  @Test(arguments: [
    (Goal.atLeast(0.4), "≥ 0.4"), (.atMost(3), "≤ 3"), (.below(1_000), "< 1,000"), (.atMost(1.3), "≤ 1.3"),
  ])
  func goalsAreWritten(goal: Goal, text: String) {
    #expect(goal.text == text)
  }

  @Test func figuresSayWhatTheyWereToBe() {
    #expect(Figure("ms", 3, .below(5)).cells == ["ms", "3.00", "< 5", "met"])
    #expect(Figure("ms", 3).cells == ["ms", "3.00", "-", "-"])
  }

  @Test func tablesAreMarkdown() {
    let table = MarkdownTable(columns: ["a", "b"])
    #expect(table.lines([["1", "2|3"]]) == ["| a | b |", "|---|---|", "| 1 | 2\\|3 |"])
  }
}
