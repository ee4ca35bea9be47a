import Glibc
import Testing

@testable import ChatTerminal

@Suite struct CandidateListTests {
  init() {
    setlocale(LC_CTYPE, "C.UTF-8")
  }

  @Test func sortedDownTheColumns() {
    let rows = CandidateList.rows(of: ["a", "bb", "ccc", "d", "e"], columns: 12, mostRows: 10)
    #expect(rows == ["a    d", "bb   e", "ccc"])
  }

  @Test func noMoreThanTheWindowHolds() {
    let rows = CandidateList.rows(of: (10..<60).map { "file\($0)" }, columns: 20, mostRows: 5)
    #expect(rows.count == 5)
    #expect(rows.first == "file10  file14")
    #expect(rows.last == "… and 42 more")
  }

  @Test func wideAndLongOnes() {
    #expect(CandidateList.rows(of: ["日本", "x"], columns: 20, mostRows: 5) == ["日本  x"])
    #expect(CandidateList.rows(of: [String(repeating: "日", count: 20)], columns: 10, mostRows: 5) == ["日日日日…"])
    #expect(CandidateList.rows(of: [], columns: 10, mostRows: 5) == [])
  }

  @Test(arguments: [
    ("abcd", 4, 0, 4), ("abcde", 4, 1, 1), ("abc日", 4, 1, 2), ("a\u{301}bcd", 4, 0, 4), ("ab\tc", 20, 0, 9),
    ("\u{1}", 1, 1, 1),
  ])
  func layout(text: String, columns: Int, row: Int, column: Int) {
    var layout = TextLayout(columns: columns)
    layout.add(text)
    #expect(layout.row == row)
    #expect(layout.column == column)
  }
}
