import Testing

@testable import ChatClient

@Suite struct ProgressLineTests {
  @Test(arguments: [
    (Int64(0), Int64(1_000_000), "[--------------------]   0 %  0.0 of 1.0 MB  a"),
    (500_000, 1_000_000, "[##########----------]  50 %  0.5 of 1.0 MB  a"),
    (1_000_000, 1_000_000, "[####################] 100 %  1.0 of 1.0 MB  a"),
    (0, 0, "[####################] 100 %  0.0 of 0.0 MB  a"),
  ])
  func bars(done: Int64, total: Int64, line: String) {
    #expect(ProgressLine.text(name: "a", done: done, total: total) == line)
  }

  @Test func theNameIsSafe() {
    #expect(ProgressLine.text(name: "\u{1B}[2J", done: 0, total: 1).hasSuffix("^[[2J"))
  }
}
