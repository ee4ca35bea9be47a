/// How the possibilities of a completion are listed: in columns, and never more than a window holds.
///
/// Readline would ask whether to show many of them, or page through them, and wait for the answer; meanwhile nothing that
/// comes in could be shown.
enum CandidateList {
  /// Blanks between two columns.
  private static let gap = 2

  /// The rows that show `labels`, sorted down the columns, in a window of `columns` columns; at most `mostRows`, of which
  /// the last one then says how many are missing.
  static func rows(of labels: [String], columns: Int, mostRows: Int) -> [String] {
    guard !labels.isEmpty else { return [] }
    let widths = labels.map { TextLayout.width(of: $0) }
    let cell = min(columns, (widths.max() ?? 0) + gap)
    let perRow = max(1, columns / max(1, cell))
    let needed = (labels.count + perRow - 1) / perRow
    guard needed > mostRows else {
      return lay(labels, rows: needed, cell: cell, columns: columns)
    }
    let shown = Array(labels.prefix(max(1, mostRows - 1) * perRow))
    let rest = "… and \(labels.count - shown.count) more"
    return lay(shown, rows: max(1, mostRows - 1), cell: cell, columns: columns) + [rest]
  }

  private static func lay(_ labels: [String], rows: Int, cell: Int, columns: Int) -> [String] {
    (0..<rows).map { row in
      var text = ""
      var width = 0
      for (place, index) in stride(from: row, to: labels.count, by: rows).enumerated() {
        let label = TextLayout.clipped(labels[index], to: columns - 1)
        text += String(repeating: " ", count: max(0, place * cell - width)) + label
        width = max(width, place * cell) + TextLayout.width(of: label)
      }
      return text
    }
  }
}
