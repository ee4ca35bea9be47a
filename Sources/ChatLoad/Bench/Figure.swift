/// One figure that was measured, with what it was to be.
struct Figure: Equatable {
  /// What it is, its unit included.
  var what: String
  var value: Double
  /// Nil for what is only told.
  var goal: Goal?

  init(_ what: String, _ value: Double, _ goal: Goal? = nil) {
    self.what = what
    self.value = value
    self.goal = goal
  }

  /// What else the two processors were doing, so that one sees whether the server was measured: as far as it is known.
  static func load(of report: LoadReport) -> [Figure] {
    guard let usage = report.usage else { return [] }
    return [Figure("generator % of its core", usage.generator * 100)]
      + (usage.others.map { [Figure("others % of a core", $0 * 100)] } ?? [])
  }

  /// What it is, how large, what it was to be, and whether it is.
  var cells: [String] {
    [what, LoadReport.short(value), goal?.text ?? "-", goal?.verdict(value).rawValue ?? "-"]
  }
}
