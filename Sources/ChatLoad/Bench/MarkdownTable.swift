/// A table as Markdown has them, whose rows may be written one by one as they come.
struct MarkdownTable {
  let columns: [String]

  /// The first two lines.
  var head: [String] { [line(columns), "|" + String(repeating: "---|", count: columns.count)] }

  /// One row.
  func line(_ cells: [String]) -> String {
    "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
  }

  /// All of it.
  func lines(_ rows: [[String]]) -> [String] {
    head + rows.map(line)
  }
}
