/// One row of the table of a comparison.
struct ComparedRow {
  var title: String
  var what: String
  /// What the server is held against; nil where it stands by itself.
  var limit: Spread?
  var server: Spread
  /// What the ratio is to be, or the figure where there is no limit.
  var goal: Goal?
  /// What is known of the ratio, or of the figure.
  var certainty = Goal.Certainty.exact

  /// Nil without a figure of the server.
  init?(_ title: String, _ what: String, limit: [Double?] = [], server: [Double?], goal: Goal? = nil) {
    guard let spread = Spread(server) else { return nil }
    self.title = title
    self.what = what
    self.limit = Spread(limit)
    self.server = spread
    self.goal = goal
  }

  /// What is known of a ratio of speeds where the generator was perhaps what was measured: who is held up by it is
  /// faster in truth.
  static func certainty(isLimitBusy: Bool, isServerBusy: Bool) -> Goal.Certainty {
    switch (isLimitBusy, isServerBusy) {
    case (false, false): .exact
    case (true, false): .upperBound
    case (false, true): .lowerBound
    case (true, true): .none
    }
  }

  static let table = MarkdownTable(columns: ["case", "what", "limit", "chatctl", "ratio", "target", "verdict"])

  var cells: [String] {
    let verdict = goal.map { goal in (limit == nil ? server.median : ratio).map { goal.verdict($0, certainty) } ?? .void
    }
    return [title, what, limit?.text ?? "-", server.text, ratioText, goal?.text ?? "-", verdict?.rawValue ?? "-"]
  }

  /// Nil also where the limit was measured for so short a time that it came to nothing.
  private var ratio: Double? {
    limit.flatMap { $0.median > 0 ? server.median / $0.median : nil }
  }

  private var ratioText: String {
    guard let ratio else { return "-" }
    let text = LoadReport.short(ratio)
    return switch certainty {
    case .exact: text
    case .upperBound: "void: at most \(text)"
    case .lowerBound: "void: at least \(text)"
    case .none: "void: about \(text)"
    }
  }
}
