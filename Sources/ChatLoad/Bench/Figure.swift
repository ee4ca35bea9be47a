/// One figure that was measured, what it is held against, and its goal: a row of the tables of `compare`, `survey` and
/// `soak`.
struct Figure {
  /// The thing that was measured, and which of its figures this is, its unit included.
  var subject: String
  var what: String
  /// Another figure that it is held against; nil where it stands by itself.
  var reference: Spread?
  var value: Spread
  var goal: Goal?
  /// Whether the goal is one of the ratio to the reference.
  var isRatio = false
  /// The trust that the ratio deserves.
  var certainty = Goal.Certainty.exact

  /// Nil without a value.
  init?(_ what: String, of subject: String = "", _ values: [Double?], _ goal: Goal? = nil) {
    guard let value = Spread(values) else { return nil }
    self.subject = subject
    self.what = what
    self.value = value
    self.goal = goal
  }

  /// The same, against others; with no others it stands by itself.
  func against(_ others: [Double?], isRatio: Bool, _ certainty: Goal.Certainty = .exact) -> Figure {
    var figure = self
    figure.reference = Spread(others)
    figure.isRatio = isRatio && figure.reference != nil
    figure.certainty = certainty
    return figure
  }

  /// The goal's verdict; nil without one. Void where the reference was measured for so short a time that it came to
  /// nothing.
  var verdict: Goal.Verdict? {
    goal.map { goal in (isRatio ? ratio : value.median).map { goal.verdict($0, certainty) } ?? .void }
  }

  private var ratio: Double? {
    reference.flatMap { $0.median > 0 ? value.median / $0.median : nil }
  }

  /// The ratio, and what is wrong with it.
  var ratioText: String {
    guard isRatio, let ratio else { return "-" }
    return switch certainty {
    case .exact: ratio.short
    case .upperBound: "void: at most \(ratio.short)"
    case .lowerBound: "void: at least \(ratio.short)"
    case .none: "void: about \(ratio.short)"
    }
  }
}

/// A table as Markdown has them, whose rows may be written one by one as they come.
struct Table {
  let columns: [String]

  /// The figures of `compare`, `survey` and the end of `soak`.
  static let comparison = Table(columns: ["case", "what", "limit", "chatctl", "ratio", "target", "verdict"])
  static let survey = Table(columns: ["row", "what", "measured", "target", "verdict"])
  static let trend = Table(columns: ["what", "after the beginning", "at the end", "may be", "verdict"])

  /// The first two lines.
  var head: [String] { [line(columns), "|" + String(repeating: "---|", count: columns.count)] }

  /// One row.
  func line(_ cells: [String]) -> String {
    "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
  }

  /// The row of `figure`, as far as these columns tell it.
  func line(_ figure: Figure) -> String {
    line(cells(figure))
  }

  func cells(_ figure: Figure) -> [String] {
    columns.map { column in
      switch column {
      case "case", "row": figure.subject
      case "what": figure.what
      case "limit", "after the beginning": figure.reference?.text ?? "-"
      case "chatctl", "measured", "at the end": figure.value.text
      case "ratio": figure.ratioText
      case "target", "may be": figure.goal?.text ?? "-"
      case "verdict": figure.verdict?.rawValue ?? "-"
      default: "-"
      }
    }
  }
}

/// A table of numbers alone, a row of them for each step of a bench.
struct Series {
  let table: Table
  private(set) var rows: [[Double?]] = []

  init(_ columns: [String]) {
    table = Table(columns: columns)
  }

  /// Adds a row, and gives its line, which begins with `label` if there is one, and else with the first value.
  mutating func add(_ row: [Double?], label: String? = nil) -> String {
    rows.append(row)
    var cells = row.map { $0?.short ?? "-" }
    if let label { cells[0] = label }
    return table.line(cells)
  }

  /// The values of one column.
  func column(_ name: String) -> [Double?] {
    table.columns.firstIndex(of: name).map { column in rows.map { $0[column] } } ?? []
  }
}
