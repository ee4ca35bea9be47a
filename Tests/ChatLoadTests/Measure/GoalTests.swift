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

  @Test func figuresSayWhatTheyWereToBe() throws {
    let judged = try #require(Figure("ms", of: "file", [3], .below(5)))
    #expect(Table.survey.cells(judged) == ["file", "ms", "3.00", "< 5", "met"])
    let told = try #require(Figure("ms", of: "file", [3]))
    #expect(Table.survey.cells(told) == ["file", "ms", "3.00", "-", "-"])
    #expect(Figure("ms", [nil]) == nil)
  }

  @Test func seriesTellsEachRow() {
    var series = Table(["size", "ms"])
    #expect(series.add([10, 1.5], label: "10") == "| 10 | 1.50 |")
    #expect(series.add([100, nil]) == "| 100 | - |")
    #expect(series.column("ms") == [1.5, nil])
  }

  @Test func tablesAreMarkdown() {
    let table = Table(["a", "b"])
    #expect(table.head == ["| a | b |", "|---|---|"])
    #expect(table.line(["1", "2|3"]) == "| 1 | 2\\|3 |")
  }
}
