import ArgumentParser
import Foundation

/// `chatload grow`
struct Grow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grow",
    abstract: "Measure how cost grows with members, accounts and messages.",
    discussion: """
      Each row has a new "chatctl serve" on the first processor, and the generator on the second. The last line of a \
      table tells as which power of the size each column grew from the last but one row to the last: ^0.00 stays, \
      ^1.00 grows alike.

      \(Growth.all.map { "\($0.name): \($0.abstract)." }.joined(separator: "\n"))

      10,000 members log in one after the other in a room where each is told of the others: that takes minutes.

      Example: chatload grow --table log --largest 1000000
      """)

  @OptionGroup var bench: Bench
  @Option(
    name: .customLong("table"),
    help: ArgumentHelp("Measure this table; may stand several times (default: all).", valueName: "name"))
  var tables: [String] = []
  @Option(help: ArgumentHelp("Leave out what is larger.", valueName: "size")) var largest = 10_000_000
  @Option(help: ArgumentHelp("How long each is measured.", valueName: "seconds")) var seconds = 5.0

  func validate() throws {
    let names = Growth.all.map(\.name)
    guard tables.allSatisfy(names.contains) else {
      throw ValidationError("--table takes one of \(names.joined(separator: ", ")).")
    }
    guard largest >= 0, seconds > 0 else { throw ValidationError("--seconds takes more than 0, --largest 0 or more.") }
  }

  func run() throws {
    try bench.prepare()
    let chosen = Growth.all.filter { tables.isEmpty || tables.contains($0.name) }
    for (number, growth) in chosen.enumerated() {
      var table = Table(growth.columns)
      Bench.tell((number > 0 ? [""] : []) + table.head)
      for size in growth.sizes where size <= largest {
        let values = try growth.measure(size, bench, seconds)
        Bench.tell([table.add([Double(size)] + values, label: size.grouped)])
      }
      if let cells = Growth.lastStep(table.rows) { Bench.tell([table.line(cells)]) }
    }
  }
}

extension Growth {
  /// The x in "grows as the size to the power of x", from one point to the next: 0 for what stays, 1 for what grows alike.
  /// Nil where there is none. Pure.
  static func exponent(_ sizes: (Double, Double), _ values: (Double, Double)) -> Double? {
    guard sizes.0 > 0, sizes.1 > sizes.0, values.0 > 0, values.1 > 0 else { return nil }
    return log(values.1 / values.0) / log(sizes.1 / sizes.0)
  }

  /// The last row of a table: the exponent of each column, from the last but one size, which stands first in its row, to the
  /// last. Pure.
  static func lastStep(_ rows: [[Double?]]) -> [String]? {
    guard rows.count >= 2, let old = rows[rows.count - 2].first ?? nil, let new = rows[rows.count - 1].first ?? nil,
      old > 0
    else { return nil }
    let exponents = zip(rows[rows.count - 2], rows[rows.count - 1]).dropFirst().map { before, after -> String in
      guard let before, let after, let exponent = exponent((old, new), (before, after)) else { return "-" }
      return "^" + String(format: "%.2f", exponent)
    }
    return ["last step"] + exponents
  }
}
