import ChatCore
import ChatServer

/// The table of `chatctl log stats` with a bar in every row, as wide as the terminal.
struct LogChart {
  let rows: [LogStatistics.Row]
  let by: LogStatistics.Key
  /// Columns of the terminal.
  let width: Int

  /// A bar is never shorter than this where there is anything to show: a narrow terminal wraps rather than hides it.
  private static let shortestBar = 10
  private static let titles = ["log-ins", "messages", "transfers", "failures"]

  /// Head, rows and what has to be said about them.
  var lines: [String] {
    guard !rows.isEmpty else { return ["Nothing to count in these logs."] }
    let names = rows.map { TerminalSanitizer.line($0.name) }
    let nameWidth = max(by.rawValue.count, names.map(\.count).max() ?? 0)
    let numbers = rows.map { row in
      [row.counts.logIns, row.counts.messages, row.counts.transfers, row.counts.failures].map(String.init)
    }
    let widths = Self.titles.indices.map { column in
      max(Self.titles[column].count, numbers.map { $0[column].count }.max() ?? 0)
    }
    let used = nameWidth + widths.reduce(0) { $0 + $1 + 2 } + 2
    let room = max(Self.shortestBar, width - used)
    let most = rows.map(\.counts.total).max() ?? 0

    var lines = [by.rawValue.padding(to: nameWidth) + Self.cells(Self.titles, widths)]
    for (index, row) in rows.enumerated() {
      let bar = Self.bar(row.counts.total, of: most, room: room)
      lines.append(
        names[index].padding(to: nameWidth) + Self.cells(numbers[index], widths) + (bar.isEmpty ? "" : "  \(bar)"))
    }
    let leftOut = rows.reduce(0) { $0 + $1.counts.leftOut }
    if leftOut > 0 {
      lines.append("\(leftOut) more commands, past 20 a second of one person, are not in these numbers.")
    }
    return lines
  }

  private static func cells(_ texts: [String], _ widths: [Int]) -> String {
    zip(texts, widths).map { text, width in "  " + String(repeating: " ", count: width - text.count) + text }.joined()
  }

  /// What is there at all shows at least one mark.
  private static func bar(_ value: Int, of most: Int, room: Int) -> String {
    guard value > 0, most > 0 else { return "" }
    return String(repeating: "#", count: max(1, Int((Double(value) / Double(most) * Double(room)).rounded())))
  }
}
