/// Measures tables of how cost grows, each row on a new server on the first processor.
struct Growth {
  var bench: Bench
  var tables: [any GrowthTable.Type]
  /// Sizes above it are left out.
  var largest: Int
  var seconds: Double

  /// All tables.
  static var all: [any GrowthTable.Type] { [MembersGrowth.self, AccountsGrowth.self, LogGrowth.self] }

  /// Runs it, and hands each line to `print` as soon as it is there.
  func run(_ print: (String) -> Void) throws {
    try bench.prepare()
    for (number, kind) in tables.enumerated() {
      if number > 0 { print("") }
      try run(kind, print)
    }
  }

  private func run(_ kind: any GrowthTable.Type, _ print: (String) -> Void) throws {
    let table = MarkdownTable(columns: kind.columns)
    table.head.forEach(print)
    let growth = kind.init(seconds: seconds)
    var rows: [(size: Int, values: [Double?])] = []
    for size in kind.sizes where size <= largest {
      let values = try bench.withPlace { try growth.measure(size, bench, $0) }
      rows.append((size, values))
      print(table.line([LoadReport.grouped(Double(size))] + values.map { $0.map(LoadReport.short) ?? "-" }))
    }
    if let cells = GrowthForm.cells(rows) { print(table.line(cells)) }
  }
}
