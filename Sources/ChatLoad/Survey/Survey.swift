/// What is not measured against a limit: row by row, each on a new server on the first processor.
struct Survey {
  var bench: Bench
  var rows: [any SurveyRow.Type]
  var size: SurveySize

  /// All rows, in the order of the table.
  static var all: [any SurveyRow.Type] {
    [
      IdleRow.self, EncryptedIdleRow.self, ResumeRow.self, RestartRow.self, LogInRow.self, FloodRow.self, FileRow.self,
      LargeStoreRow.self, MailboxRow.self,
    ]
  }

  static let table = MarkdownTable(columns: ["row", "what", "measured", "target", "verdict"])

  /// Measures row by row, and hands each line of the table to `print` as soon as it is there.
  ///
  /// - Throws: ``LoadError`` at the end, when rows came to nothing.
  func run(_ print: (String) -> Void) throws {
    try bench.prepare()
    Self.table.head.forEach(print)
    var failures: [String] = []
    for kind in rows {
      let row = kind.init(size)
      do {
        let figures = try bench.withPlace { try row.measure(bench, $0) }
        for figure in figures { print(Self.table.line([row.title] + figure.cells)) }
      } catch {
        failures.append("\(kind.name): \(error)")
      }
    }
    guard failures.isEmpty else { throw LoadError(failures.joined(separator: "\n")) }
  }
}
