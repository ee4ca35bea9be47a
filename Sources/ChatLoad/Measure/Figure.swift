/// A bound that a figure is to keep.
enum Goal: Equatable {
  case atLeast(Double)
  case atMost(Double)
  case below(Double)

  /// The trust that a measured figure deserves: the true one is that, or perhaps smaller, or larger.
  enum Certainty: String {
    case exact = ""
    case upperBound = "void: at most "
    case lowerBound = "void: at least "
    case none = "void: about "
  }

  /// The answer to the question whether a goal was reached; void where nobody can tell.
  enum Verdict: String {
    case met, missed, void
  }

  func verdict(_ value: Double, _ certainty: Certainty = .exact) -> Verdict {
    let (isMet, isFloor) =
      switch self {
      case .atLeast(let bound): (value >= bound, true)
      case .atMost(let bound): (value <= bound, false)
      case .below(let bound): (value < bound, false)
      }
    // An uncertain figure decides where what lies beyond it could not change the answer.
    let decides =
      switch certainty {
      case .exact: true
      case .lowerBound: isMet == isFloor
      case .upperBound: isMet != isFloor
      case .none: false
      }
    return !decides ? .void : isMet ? .met : .missed
  }

  var text: String {
    let (sign, bound) =
      switch self {
      case .atLeast(let bound): ("≥", bound)
      case .atMost(let bound): ("≤", bound)
      case .below(let bound): ("<", bound)
      }
    return "\(sign) \(bound == bound.rounded() ? bound.grouped : "\(bound)")"
  }
}

/// One figure that was measured, what it is held against, and its goal: a row of the tables of `compare`, `survey` and
/// `soak`.
struct Figure {
  /// The thing that was measured, and which of its figures this is, its unit included.
  var subject: String
  var what: String
  var value: Spread
  var goal: Goal?
  /// Another figure that it is held against; nil where it stands by itself.
  var reference: Spread?
  /// True where the goal is one of the ratio to the reference; and the trust that this deserves.
  var isRatio = false
  var certainty = Goal.Certainty.exact

  init?(_ what: String, of subject: String = "", _ values: [Double?], _ goal: Goal? = nil) {
    guard let value = Spread(values) else { return nil }
    (self.subject, self.what, self.value, self.goal) = (subject, what, value, goal)
  }

  /// The same, against others; with no others it stands by itself.
  func against(_ others: [Double?], isRatio: Bool = true, _ certainty: Goal.Certainty = .exact) -> Figure {
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
    isRatio ? reference.flatMap { $0.median > 0 ? value.median / $0.median : nil } : nil
  }

  /// The cell of `column` in one of the tables below.
  fileprivate func cell(_ column: String) -> String {
    switch column {
    case "case", "row": subject
    case "what": what
    case "limit", "after the beginning": reference?.text ?? "-"
    case "chatctl", "measured", "at the end": value.text
    case "ratio": ratio.map { certainty.rawValue + $0.short } ?? "-"
    case "target", "may be": goal?.text ?? "-"
    case "verdict": verdict?.rawValue ?? "-"
    default: "-"
    }
  }
}

/// A table as Markdown has them, whose rows may be written one by one as they come.
struct Table {
  let columns: [String]
  /// The rows of numbers that were written, where it has such.
  private(set) var rows: [[Double?]] = []

  init(_ columns: [String]) { self.columns = columns }

  /// The figures of `compare`, `survey` and the end of `soak`.
  static let comparison = Table(["case", "what", "limit", "chatctl", "ratio", "target", "verdict"])
  static let survey = Table(["row", "what", "measured", "target", "verdict"])
  static let trend = Table(["what", "after the beginning", "at the end", "may be", "verdict"])

  var head: [String] { [line(columns), "|" + String(repeating: "---|", count: columns.count)] }

  func line(_ cells: [String]) -> String {
    "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
  }

  /// The row of `figure`, as far as these columns tell it.
  func line(_ figure: Figure) -> String { line(cells(figure)) }
  func cells(_ figure: Figure) -> [String] { columns.map(figure.cell) }

  /// Adds a row of numbers, and gives its line, which begins with `label` if there is one, and else with the first of them.
  mutating func add(_ row: [Double?], label: String? = nil) -> String {
    rows.append(row)
    var cells = row.map { $0?.short ?? "-" }
    if let label { cells[0] = label }
    return line(cells)
  }

  func column(_ name: String) -> [Double?] {
    columns.firstIndex(of: name).map { column in rows.map { $0[column] } } ?? []
  }
}
